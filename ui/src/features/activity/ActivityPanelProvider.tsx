import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import type { Activity, ActivityPhase } from '../../ipc/bindings';
import { followShell } from '../../ipc/events';
import { actName } from './actName';

const ActivityPanel = lazy(() => import('./ActivityPanel'));

type Panel = { opened: boolean; show: (activity?: string) => void; close: () => void };

const PanelContext = createContext<Panel>({ opened: false, show: () => undefined, close: () => undefined });

/** Opens the activity panel, at an activity when its id is given. */
export function useActivityPanel(): Panel {
  return useContext(PanelContext);
}

/** Follows what the shell reports, says when something has ended, and holds the panel that `frame` places. */
export function ActivityPanelProvider({ frame }: { frame: (panel: ReactNode) => ReactNode }) {
  const [opened, setOpened] = useState<{ activity: string | undefined } | null>(null);
  const show = useCallback((activity?: string) => setOpened({ activity }), []);
  const close = useCallback(() => setOpened(null), []);
  const panel = useMemo(() => ({ opened: opened !== null, show, close }), [opened, show, close]);
  useReports(show);
  // It lies over the page; whoever goes to another page wants to see that one.
  const address = useLocation({ select: ({ href }) => href });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what closes it
  useEffect(close, [address]);
  return (
    <PanelContext value={panel}>
      {frame(
        opened && (
          <Suspense fallback={null}>
            <ActivityPanel focus={opened.activity} onClose={close} />
          </Suspense>
        ),
      )}
    </PanelContext>
  );
}

function useReports(show: (activity: string) => void): void {
  const client = useQueryClient();
  const { t } = useTranslation();
  const words = useWords();

  const tell = (now: Activity, before: Activity | undefined) => {
    const late = now.resembling.length > 0 && (before?.resembling.length ?? 0) === 0;
    // What was said of it before does not stand beside what is so now.
    if (before && before.phase !== now.phase) notifications.hide(noticeId(now.id, before.phase));
    if (now.resembling.length === 0) notifications.hide(noticeId(now.id, 'late'));
    // What was not sent is said where it was confirmed.
    const goesOn = ['preparing', 'sending', 'waiting', 'not_sent'].includes(now.phase);
    if (!late && (now.phase === before?.phase || goesOn)) return;
    notifications.show({
      id: noticeId(now.id, late ? 'late' : now.phase),
      color: late ? 'yellow' : now.phase === 'done' ? 'teal' : now.phase === 'failed' ? 'red' : 'yellow',
      title: late ? t('activity.late.label') : t(`activity.phase.${now.phase}`),
      message: actName(now, words),
      autoClose: now.phase === 'done' ? 5_000 : 12_000,
      // Its close button only closes it.
      onClick: ({ target }) => {
        if (!(target instanceof Element && target.closest('button'))) show(now.id);
      },
      'data-testid': 'activity-notice',
      closeButtonProps: { 'aria-label': t('common.close') },
    });
  };
  // The latest words without listening anew at every change of language.
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => followShell(client, (now, before) => latest.current(now, before)), [client]);
}

function noticeId(activity: string, says: ActivityPhase | 'late'): string {
  return `${activity} ${says}`;
}
