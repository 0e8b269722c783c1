import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import type { CloudView, Text } from '../ipc/bindings';
import { useClouds } from '../ipc/queries/clouds';

/** The acts that the window has a button for, by the job of the cloud's operation. Each has one name: `i18n/<language>/acts.json`. */
export const ACTS = [
  'create_instance',
  'start_instance',
  'stop_instance',
  'reboot_instance',
  'terminate_instance',
  'create_image',
  'delete_image',
  'share_image',
  'unshare_image',
] as const;

export type ActName = (typeof ACTS)[number] | 'change_shares';

/** What act of the window an operation is; `null` when the window has no name of its own for it. */
export function actOf(cloud: Pick<CloudView, 'jobs'> | undefined, operation: string | null): ActName | null {
  const [first, ...others] = ACTS.filter((act) => operation !== null && cloud?.jobs[act] === operation);
  // One operation that shares and ends sharing does not say which it was.
  return others.length > 0 ? 'change_shares' : (first ?? null);
}

type Act = { cloud: string | null; operation: string | null; title: Text | null };

/** What an act is called: the window's own word everywhere, and for what it has no word for, the cloud's title. */
export function useActWords(): (act: Act) => string {
  const { t } = useTranslation();
  const words = useWords();
  const clouds = useClouds();
  return useCallback(
    ({ cloud, operation, title }) => {
      const act = actOf(
        clouds.find(({ id }) => id === cloud),
        operation,
      );
      if (act) return t(`acts.${act}`);
      return title ? words(title) : (operation ?? '');
    },
    [t, words, clouds],
  );
}
