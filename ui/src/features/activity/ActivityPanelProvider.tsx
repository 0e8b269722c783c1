import { type NotificationData, notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import {
  createContext,
  lazy,
  type MouseEvent,
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
import { useActWords } from '../../components/useActWords';
import { useWords } from '../../i18n/useWords';
import type { Activity, ActivityPhase, IpcError } from '../../ipc/bindings';
import { followShell } from '../../ipc/events';
import { keys } from '../../ipc/keys';
import { actName } from './actName';
import { batchOf, endOf } from './batches';
import { NoticeText } from './NoticeText';
import { useBatchWords } from './useBatchWords';

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
  useReports(opened !== null, show);
  // It stands where the page has its details; whoever goes to another page wants to see that one.
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

/** Says what has ended. While the panel is open, it stands there, and nowhere else. */
function useReports(silent: boolean, show: (activity: string) => void): void {
  const client = useQueryClient();
  const { t } = useTranslation();
  const act = useActWords();

  const words = useWords();
  const reason = (error: IpcError): string => {
    const explanation = error.words ?? error.vendor?.explanation;
    return explanation ? words(explanation) : error.vendor?.message || t(`error.${error.kind}.title`);
  };

  const batch = useBatchWords();
  useEffect(() => {
    if (silent) notifications.clean();
  }, [silent]);

  const notify = (
    id: string,
    of: string,
    what: Pick<NotificationData, 'color' | 'title' | 'message' | 'autoClose'>,
  ) => {
    const notice = {
      ...what,
      id,
      // Its close button only closes it.
      onClick: ({ target }: MouseEvent<HTMLElement>) => {
        if (!(target instanceof Element && target.closest('button'))) show(of);
      },
      'data-testid': 'activity-notice',
      closeButtonProps: { 'aria-label': t('common.close') },
    };
    // What became of one of several may change what is said of all of them.
    notifications.hide(id);
    notifications.show(notice);
  };
  const tellAll = (now: Activity, { id, size }: { id: string; size: number }) => {
    const known = client.getQueryData<Activity[]>(keys.activities.all) ?? [];
    const all = known.filter((one) => batchOf(one)?.id === id);
    const end = endOf(all, size);
    const said = batch.end(all, size);
    if (!end || said === null) return notifications.hide(id);
    notify(id, now.id, {
      color: end.open > 0 ? 'yellow' : end.failed > 0 ? 'red' : 'teal',
      title: said,
      message: <span className="yd-link">{t('activity.see')}</span>,
      autoClose: end.done === all.length ? 5_000 : 12_000,
    });
  };

  const tell = (now: Activity, before: Activity | undefined) => {
    const late = now.resembling.length > 0 && (before?.resembling.length ?? 0) === 0;
    // What was said of it before does not stand beside what is so now.
    if (before && before.phase !== now.phase) notifications.hide(noticeId(now.id, before.phase));
    if (now.resembling.length === 0) notifications.hide(noticeId(now.id, 'late'));
    // What was not sent is said where it was confirmed.
    const goesOn = ['preparing', 'sending', 'waiting', 'not_sent'].includes(now.phase);
    if (silent) return;
    const several = batchOf(now);
    if (several && !late) {
      if (now.phase !== before?.phase || now.endedAt !== before.endedAt) tellAll(now, several);
      return;
    }
    if (!late && (now.phase === before?.phase || goesOn)) return;
    notify(noticeId(now.id, late ? 'late' : now.phase), now.id, {
      color: late ? 'yellow' : now.phase === 'done' ? 'teal' : now.phase === 'failed' ? 'red' : 'yellow',
      title: late ? t('activity.late.label') : t(`activity.phase.${now.phase}`),
      message: (
        <NoticeText
          name={actName(now, act)}
          why={now.phase === 'failed' && now.error ? reason(now.error) : null}
          see={t('activity.see')}
        />
      ),
      autoClose: now.phase === 'done' ? 5_000 : 12_000,
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
