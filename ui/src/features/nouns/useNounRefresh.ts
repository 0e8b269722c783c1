import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useShortcut } from '../../app/useShortcut';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useAccounts } from '../../ipc/queries/accounts';
import { activitiesQuery } from '../../ipc/queries/activities';
import { useSettings } from '../../ipc/queries/settings';

/** How long after an act a list is read once more, and how often while something in it is on its way: lists lag. In milliseconds. */
const SOON = 5000;

/**
 * Reads a noun while its page is there: at once, every so many seconds as the instances, when the accounts change, when an act has
 * ended, which may have been about one of its things, and more often while one of them is `moving`. Returns the way to do it by hand.
 */
export function useNounRefresh(noun: string, moving: boolean): () => void {
  const { refreshSeconds } = useSettings();
  const accounts = useAccounts();
  const { data: activities } = useQuery(activitiesQuery);
  const ended = (activities ?? []).filter(({ phase }) => ['done', 'partly', 'failed'].includes(phase)).length;
  const seen = JSON.stringify(accounts.map(({ account }) => [account.id, account.regions]));

  const read = useCallback(
    (asked: boolean) => {
      // What fails is said region by region in the page.
      void unwrap(commands.refreshNoun(noun, asked)).catch(() => undefined);
    },
    [noun],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is seen is what sets it off
  useEffect(() => {
    read(false);
    const again = ended > 0 ? setTimeout(() => read(false), SOON) : undefined;
    return () => clearTimeout(again);
  }, [read, seen, ended]);
  const every = moving ? SOON : refreshSeconds * 1000;
  useEffect(() => {
    if (every === 0) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && read(false), every);
    return () => clearInterval(timer);
  }, [read, every]);

  const refresh = useCallback(() => read(true), [read]);
  useShortcut('refresh', refresh);
  return refresh;
}
