import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatTotals } from '../../components/money';
import { StateBadge } from '../../components/StateBadge';
import type { Activity } from '../../ipc/bindings';
import { activitiesQuery } from '../../ipc/queries/activities';
import { activityReplyQuery } from '../../ipc/queries/explorer';
import { OutcomeUnknown } from '../activity/OutcomeUnknown';
import { PhaseBadge } from '../activity/PhaseBadge';
import { PrivateKeyNotice } from '../activity/PrivateKeyNotice';
import classes from './Reply.module.css';
import { ReplyBody } from './ReplyBody';

/** What became of a confirmed act, as it goes on, and what the cloud answered to it. */
export function ActivityReply({ activity: first }: { activity: Activity }) {
  const { t } = useTranslation();
  const { data: known } = useQuery(activitiesQuery);
  const activity = known?.find(({ id }) => id === first.id) ?? first;
  const { data: reply } = useQuery(activityReplyQuery(activity));
  const { phase, resources, quote, requestId, error } = activity;
  return (
    <div className={classes.reply} data-testid="explorer-activity" data-phase={phase}>
      <div className={classes.status}>
        <PhaseBadge phase={phase} ended={activity.endedAt !== null} />
        {quote && <span className="yd-figures">{formatTotals(quote.totals, t)}</span>}
        {requestId !== null && (
          <span className={classes.request}>
            <span className="yd-dim">{t('common.requestId')}</span>
            <CopyText text={requestId} what={t('common.requestId')} />
          </span>
        )}
      </div>
      {resources.length > 0 && (
        <ul className={classes.resources}>
          {resources.map(({ id, state }) => (
            <li key={id}>
              <CopyText text={id} what={t('common.id')} />
              {state && <StateBadge state={state} />}
            </li>
          ))}
        </ul>
      )}
      {(phase === 'outcome_unknown' || phase === 'not_applied' || (phase === 'failed' && error)) && (
        <div className={classes.padded}>
          {phase === 'outcome_unknown' && <OutcomeUnknown activity={activity} />}
          {phase === 'not_applied' && <p className={classes.text}>{t('activity.notApplied')}</p>}
          {phase === 'failed' && <ErrorNotice error={error} />}
        </div>
      )}
      {activity.privateKey !== null && (
        <div className={classes.key}>
          <PrivateKeyNotice activity={activity} />
        </div>
      )}
      {typeof reply === 'string' && <ReplyBody text={reply} table={null} operation={activity.operation} />}
    </div>
  );
}
