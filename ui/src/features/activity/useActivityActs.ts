import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Activity, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { takeActivities } from '../../ipc/queries/activities';

/** What a person can do about an act: look again, ask the cloud again, give it up, say whether what turned up is its result. */
export function useActivityActs({ id }: Pick<Activity, 'id'>) {
  const client = useQueryClient();
  const put = (now: Activity) => takeActivities(client, [now]);
  const recheck = useMutation({ mutationFn: () => unwrap(commands.recheckActivity(id)), onSuccess: put });
  const cancel = useMutation({ mutationFn: () => unwrap(commands.cancelActivity(id)), onSuccess: put });
  const askAgain = useMutation({ mutationFn: () => unwrap(commands.askAgain(id)), onSuccess: put });
  const recognise = useMutation({
    mutationFn: (chosen: string[] | null) => unwrap(commands.recogniseActivity(id, chosen)),
    onSuccess: put,
  });
  const dismiss = useMutation({ mutationFn: () => unwrap(commands.dismissResembling(id)), onSuccess: put });
  return { recheck, cancel, askAgain, recognise, dismiss };
}

/** Putting away what has ended. */
export function useClearActivities() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(commands.clearActivities()),
    onSuccess: (all) => takeActivities(client, all),
  });
}
