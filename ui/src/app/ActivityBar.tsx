import {
  IconActivity,
  IconArrowsDiff,
  IconCircleHalf2,
  IconCircleX,
  IconHelpCircle,
  IconKey,
  IconLoader2,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SandboxMark } from '../components/SandboxMark';
import { useActivityPanel } from '../features/activity/ActivityPanelProvider';
import { cardsOf } from '../features/activity/batches';
import type { Standing } from '../features/activity/standing';
import { activitiesQuery } from '../ipc/queries/activities';
import { appInfoQuery } from '../ipc/queries/app';
import classes from './Frame.module.css';
import { KeyHint } from './Keys';
import { ariaKeys, SHORTCUTS } from './shortcuts';

/** At the bottom of the window: what is under way, whether the sandbox runs, the version. */
export function ActivityBar() {
  const { t } = useTranslation();
  const { opened, show, close } = useActivityPanel();
  const { data: activities = [] } = useQuery(activitiesQuery);
  const { data: info } = useQuery(appInfoQuery);

  const cards = cardsOf(activities);
  const count = (wanted: Standing) => cards.filter(({ standing }) => standing === wanted).length;
  // The refresh comes by itself, again and again, and turns in the top bar: here it would only flicker.
  const [asks, running, unknown] = [count('asks'), count('running'), count('unknown')];
  const [failed, partly] = [count('failed'), count('partly')];
  const keys = activities.filter(({ privateKey }) => privateKey === 'unsaved').length;

  return (
    <footer className={classes.bar}>
      <KeyHint label={t('activity.title')} shortcut="activity">
        <button
          type="button"
          className={classes.activity}
          data-testid="activity-bar"
          aria-expanded={opened}
          aria-keyshortcuts={ariaKeys(SHORTCUTS.activity.keys[0])}
          onClick={() => (opened ? close() : show())}
        >
          {asks + running + unknown + failed + partly + keys === 0 && (
            <span className={classes.count}>
              <IconActivity size={13} aria-hidden />
              {t('activity.bar.idle')}
            </span>
          )}
          {asks > 0 && (
            <span className={classes.count} data-tone="unknown" data-testid="activity-bar-asks">
              <IconArrowsDiff size={13} aria-hidden />
              {t('activity.bar.asks', { count: asks })}
            </span>
          )}
          {running > 0 && (
            <span className={classes.count} data-tone="running">
              <IconLoader2 size={13} className="yd-turning" aria-hidden />
              {t('activity.bar.running', { count: running })}
            </span>
          )}
          {unknown > 0 && (
            <span className={classes.count} data-tone="unknown">
              <IconHelpCircle size={13} aria-hidden />
              {t('activity.bar.unknown', { count: unknown })}
            </span>
          )}
          {keys > 0 && (
            <span className={classes.count} data-tone="unknown" data-testid="activity-bar-keys">
              <IconKey size={13} aria-hidden />
              {t('activity.bar.keys', { count: keys })}
            </span>
          )}
          {partly > 0 && (
            <span className={classes.count} data-tone="unknown" data-testid="activity-bar-partly">
              <IconCircleHalf2 size={13} aria-hidden />
              {t('activity.bar.partly', { count: partly })}
            </span>
          )}
          {failed > 0 && (
            <span className={classes.count} data-tone="failed">
              <IconCircleX size={13} aria-hidden />
              {t('activity.bar.failed', { count: failed })}
            </span>
          )}
        </button>
      </KeyHint>
      <div className={classes.spacer} />
      {info?.sandboxRunning && <SandboxMark />}
      {info && <span className="yd-figures">v{info.version}</span>}
    </footer>
  );
}
