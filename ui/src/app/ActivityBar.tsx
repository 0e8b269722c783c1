import { IconActivity, IconCircleX, IconHelpCircle, IconLoader2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SandboxMark } from '../components/SandboxMark';
import { useActivityPanel } from '../features/activity/ActivityPanelProvider';
import { activitiesQuery } from '../ipc/queries/activities';
import { appInfoQuery } from '../ipc/queries/app';
import classes from './Frame.module.css';

/** At the bottom of the window: what is under way, whether the sandbox runs, the version. */
export function ActivityBar() {
  const { t } = useTranslation();
  const { opened, show, close } = useActivityPanel();
  const { data: activities = [] } = useQuery(activitiesQuery);
  const { data: info } = useQuery(appInfoQuery);

  const running = activities.filter(({ phase }) => phase === 'sending' || phase === 'waiting').length;
  const unknown = activities.filter(({ phase }) => phase === 'outcome_unknown').length;
  const failed = activities.filter(({ phase }) => phase === 'failed').length;

  return (
    <footer className={classes.bar}>
      <button
        type="button"
        className={classes.activity}
        data-testid="activity-bar"
        aria-expanded={opened}
        onClick={() => (opened ? close() : show())}
      >
        {running + unknown + failed === 0 && (
          <span className={classes.count}>
            <IconActivity size={13} aria-hidden />
            {t('activity.bar.idle')}
          </span>
        )}
        {running > 0 && (
          <span className={classes.count} data-tone="running">
            <IconLoader2 size={13} className={classes.turning} aria-hidden />
            {t('activity.bar.running', { count: running })}
          </span>
        )}
        {unknown > 0 && (
          <span className={classes.count} data-tone="unknown">
            <IconHelpCircle size={13} aria-hidden />
            {t('activity.bar.unknown', { count: unknown })}
          </span>
        )}
        {failed > 0 && (
          <span className={classes.count} data-tone="failed">
            <IconCircleX size={13} aria-hidden />
            {t('activity.bar.failed', { count: failed })}
          </span>
        )}
      </button>
      <div className={classes.spacer} />
      {info?.sandboxRunning && <SandboxMark />}
      {info && <span className="yd-figures">v{info.version}</span>}
    </footer>
  );
}
