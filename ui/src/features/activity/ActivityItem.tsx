import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { CopyText } from '../../components/CopyText';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatTotals } from '../../components/money';
import { StateBadge } from '../../components/StateBadge';
import { TimeText } from '../../components/TimeText';
import { formatLength } from '../../components/time';
import { useNow } from '../../components/useNow';
import { useWords } from '../../i18n/useWords';
import type { Activity } from '../../ipc/bindings';
import classes from './Activity.module.css';
import { ActivityActs } from './ActivityActs';
import { OutcomeUnknown } from './OutcomeUnknown';
import { PhaseBadge } from './PhaseBadge';
import { PrivateKeyNotice } from './PrivateKeyNotice';
import { progressOf } from './standing';

/** One activity: how far it is, of what, and what stands in its way. */
export function ActivityItem({ activity, focused }: { activity: Activity; focused: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const now = useNow();
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);

  const { phase } = activity;
  const progress = progressOf(activity);
  const withdrawn = activity.error?.kind === 'cancelled';
  const lasted = Date.parse(activity.endedAt ?? now.toISOString()) - Date.parse(activity.startedAt);
  return (
    <li
      ref={ref}
      className={classes.item}
      data-testid="activity-item"
      data-phase={phase}
      data-activity-id={activity.id}
      data-focused={focused || undefined}
    >
      <div className={classes.head}>
        <strong>
          {words(activity.title)} · {activity.subject}
        </strong>
        <PhaseBadge phase={phase} ended={activity.endedAt !== null} />
      </div>
      <div className={classes.where}>
        <CloudBadge cloud={activity.cloud} label={activity.accountLabel} sandbox={activity.sandbox} />
        <span>{activity.region}</span>
        <span className={classes.when}>
          <TimeText at={activity.startedAt} show="distance" /> · {formatLength(Math.max(lasted, 0), t)}
        </span>
      </div>
      {activity.quote && <div className="yd-dim yd-figures">{formatTotals(activity.quote.totals, t)}</div>}
      {progress && phase === 'waiting' && (
        <div className={classes.progress}>
          <span className="yd-figures">{t('activity.runningOf', { count: progress.done, of: progress.of })}</span>
          <Progress
            value={(progress.done / progress.of) * 100}
            size="xs"
            aria-label={t('activity.runningOf', { count: progress.done, of: progress.of })}
          />
        </div>
      )}
      {activity.resources.length > 0 && (
        <ul className={classes.resources}>
          {activity.resources.map(({ id, state }) => (
            <li key={id}>
              {state ? (
                <>
                  <Link to="/instances" search={{ account: activity.account, region: activity.region, instance: id }}>
                    {id}
                  </Link>
                  <StateBadge state={state} />
                </>
              ) : (
                <CopyText text={id} what={t('common.id')} />
              )}
            </li>
          ))}
        </ul>
      )}
      {activity.privateKey !== null && <PrivateKeyNotice activity={activity} />}
      {phase === 'outcome_unknown' && <OutcomeUnknown activity={activity} />}
      {phase === 'not_applied' && (
        <p className={classes.note}>{t(withdrawn ? 'activity.withdrawn' : 'activity.notApplied')}</p>
      )}
      {phase === 'failed' && activity.error && <ErrorNotice error={activity.error} />}
      <ActivityActs activity={activity} />
    </li>
  );
}
