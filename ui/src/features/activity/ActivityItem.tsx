import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { formatQuote } from '../../components/money';
import { TimeText } from '../../components/TimeText';
import { formatLength } from '../../components/time';
import { useActWords } from '../../components/useActWords';
import { useNow } from '../../components/useNow';
import { useRegionName } from '../../components/useRegionName';
import type { Activity } from '../../ipc/bindings';
import classes from './Activity.module.css';
import { ActivityActs } from './ActivityActs';
import { ActivityOutcome } from './ActivityOutcome';
import { ActivityResources } from './ActivityResources';
import { actName } from './actName';
import { PhaseBadge } from './PhaseBadge';
import { PrivateKeyNotice } from './PrivateKeyNotice';
import { ProgressLine } from './ProgressLine';
import { useAreInstances } from './useAreInstances';

type Props = {
  activity: Activity;
  focused: boolean;
  /** Whether it is a line of several that were confirmed together: what holds for all of them stands above. */
  inBatch?: boolean;
};

/** One activity: how far it is, of what, and what stands in its way. */
export function ActivityItem({ activity, focused, inBatch = false }: Props) {
  const { t } = useTranslation();
  const act = useActWords();
  const regionName = useRegionName();
  const now = useNow();
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);

  const instances = useAreInstances(activity);
  const { phase } = activity;
  const name = inBatch && activity.subject !== '' ? activity.subject : actName(activity, act);
  const lasted = Date.parse(activity.endedAt ?? now.toISOString()) - Date.parse(activity.startedAt);
  return (
    <li
      ref={ref}
      className={inBatch ? classes.line : classes.item}
      data-testid="activity-item"
      data-phase={phase}
      data-activity-id={activity.id}
      data-focused={focused || undefined}
    >
      <div className={classes.head}>
        <strong className={classes.what} title={name}>
          {name}
        </strong>
        <PhaseBadge phase={phase} ended={activity.endedAt !== null} />
      </div>
      <div className={classes.where}>
        <CloudBadge cloud={activity.cloud} label={activity.accountLabel} sandbox={activity.sandbox} />
        <span title={activity.region}>{regionName(activity.cloud, activity.region)}</span>
        <span className={classes.when}>
          <TimeText at={activity.startedAt} show="distance" /> · {formatLength(Math.max(lasted, 0), t)}
        </span>
      </div>
      {activity.quote && <div className="yd-dim yd-figures">{formatQuote(activity.quote, t)}</div>}
      <ProgressLine activity={activity} />
      <ActivityResources act={activity} ended={activity.endedAt !== null} instances={instances} />
      {activity.privateKey !== null && <PrivateKeyNotice activity={activity} />}
      <ActivityOutcome activity={activity} />
      <ActivityActs activity={activity} inBatch={inBatch} />
    </li>
  );
}
