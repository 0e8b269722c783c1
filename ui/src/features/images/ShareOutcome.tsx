import { Button, Loader } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../components/assertNever';
import { ErrorNotice } from '../../components/ErrorNotice';
import type { ImageShare } from '../../ipc/bindings';
import { activitiesQuery } from '../../ipc/queries/activities';
import { ActivityResources } from '../activity/ActivityResources';
import { PhaseBadge } from '../activity/PhaseBadge';
import classes from './Images.module.css';
import type { ShareAct } from './SharePanel';

type Props = { act: ShareAct; shares: ImageShare[]; onUndo: () => void };

/** How sharing, or ending it, went: on its way, done and read back from the cloud, or not. Undo is one click. */
export function ShareOutcome({ act, shares, onUndo }: Props) {
  const { t } = useTranslation();
  const { data: activities = [] } = useQuery(activitiesQuery);
  const activity = activities.find(({ id }) => id === act.activity);
  const phase = activity?.phase ?? 'sending';
  const ended = (activity?.endedAt ?? null) !== null;
  switch (phase) {
    case 'preparing':
    case 'sending':
    case 'waiting':
      return (
        <p className={classes.outcome} role="status" data-testid="share-outcome" data-phase={phase}>
          {ended ? (
            <PhaseBadge phase={phase} ended />
          ) : (
            <>
              <Loader size={12} aria-hidden />
              {t('images.share.sending')}
            </>
          )}
        </p>
      );
    case 'done':
      return (
        <p className={classes.outcome} role="status" data-testid="share-outcome" data-phase={phase}>
          <IconCircleCheck size={15} aria-hidden />
          {t(act.share ? 'images.share.done' : 'images.share.ended', { count: act.ids.length, all: shares.length })}
          <Button size="compact-xs" variant="default" data-testid="share-undo" onClick={onUndo}>
            {t('common.undo')}
          </Button>
        </p>
      );
    case 'partly':
    case 'failed':
    case 'outcome_unknown':
    case 'not_applied':
    case 'not_sent':
      return (
        <div data-testid="share-outcome" data-phase={phase}>
          {activity && <ActivityResources act={activity} ended={ended} instances={false} />}
          {activity?.error ? (
            <ErrorNotice error={activity.error} compact />
          ) : (
            <PhaseBadge phase={phase} ended={ended} />
          )}
        </div>
      );
    default:
      return assertNever(phase);
  }
}
