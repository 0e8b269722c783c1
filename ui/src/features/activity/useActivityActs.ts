import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Activity, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';

/** Looking again for an act, and giving the waiting for it up. */
export function useActivityActs({ id }: Activity) {
  const client = useQueryClient();
  const put = (now: Activity) =>
    client.setQueryData<Activity[]>(keys.activities.all, (known = []) =>
      known.map((one) => (one.id === now.id ? now : one)),
    );
  const recheck = useMutation({ mutationFn: () => unwrap(commands.recheckActivity(id)), onSuccess: put });
  const cancel = useMutation({ mutationFn: () => unwrap(commands.cancelActivity(id)), onSuccess: put });
  return { recheck, cancel };
}

/** Putting away what has ended. */
export function useClearActivities() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(commands.clearActivities()),
    onSuccess: (all) => client.setQueryData<Activity[]>(keys.activities.all, all),
  });
}
