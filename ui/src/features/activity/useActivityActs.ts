import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Activity, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { takeActivities } from '../../ipc/queries/activities';

/** Looking again for an act, and giving the waiting for it up. */
export function useActivityActs({ id }: Activity) {
  const client = useQueryClient();
  const put = (now: Activity) => takeActivities(client, [now]);
  const recheck = useMutation({ mutationFn: () => unwrap(commands.recheckActivity(id)), onSuccess: put });
  const cancel = useMutation({ mutationFn: () => unwrap(commands.cancelActivity(id)), onSuccess: put });
  return { recheck, cancel };
}

/** Putting away what has ended. */
export function useClearActivities() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(commands.clearActivities()),
    onSuccess: (all) => takeActivities(client, all),
  });
}
