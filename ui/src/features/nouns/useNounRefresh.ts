import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useShortcut } from '../../app/useShortcut';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useAccounts } from '../../ipc/queries/accounts';
import { activitiesQuery } from '../../ipc/queries/activities';
import { useSettings } from '../../ipc/queries/settings';

/**
 * Reads a noun while its page is there: at once, every so many seconds as the instances, when the accounts change, and when an act
 * has ended, which may have been about one of its things. Returns the way to do it by hand.
 */
export function useNounRefresh(noun: string): () => void {
  const { refreshSeconds } = useSettings();
  const accounts = useAccounts();
  const { data: activities } = useQuery(activitiesQuery);
  const ended = (activities ?? []).filter(({ phase }) => ['done', 'partly', 'failed'].includes(phase));
  const seen = JSON.stringify([
    accounts.map(({ account }) => [account.id, account.regions]),
    ended.map(({ id }) => id),
  ]);

  const read = useCallback(
    (asked: boolean) => {
      // What fails is said region by region in the page.
      void unwrap(commands.refreshNoun(noun, asked)).catch(() => undefined);
    },
    [noun],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is seen is what sets it off
  useEffect(() => read(false), [read, seen]);
  useEffect(() => {
    if (refreshSeconds === 0) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && read(false), refreshSeconds * 1000);
    return () => clearInterval(timer);
  }, [read, refreshSeconds]);

  const refresh = useCallback(() => read(true), [read]);
  useShortcut('refresh', refresh);
  return refresh;
}
