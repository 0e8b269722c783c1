import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import { formatQuote } from '../../components/money';
import type { Activity } from '../../ipc/bindings';
import { activitiesQuery } from '../../ipc/queries/activities';
import { activityReplyQuery } from '../../ipc/queries/explorer';
import { ActivityActs } from '../activity/ActivityActs';
import { ActivityOutcome } from '../activity/ActivityOutcome';
import { ActivityResources } from '../activity/ActivityResources';
import { PhaseBadge } from '../activity/PhaseBadge';
import { PrivateKeyNotice } from '../activity/PrivateKeyNotice';
import { ProgressLine } from '../activity/ProgressLine';
import { useAreInstances } from '../activity/useAreInstances';
import classes from './Reply.module.css';
import { ReplyBody } from './ReplyBody';

/** What became of a confirmed act, as it goes on, and what the cloud answered to it. */
export function ActivityReply({ activity: first }: { activity: Activity }) {
  const { t } = useTranslation();
  const { data: known } = useQuery(activitiesQuery);
  const activity = known?.find(({ id }) => id === first.id) ?? first;
  const [open, setOpen] = useState(false);
  const { data: reply } = useQuery(activityReplyQuery(activity, open));
  const instances = useAreInstances(activity);
  const { phase, resources, quote, requestId } = activity;
  return (
    <div className={classes.reply} data-testid="explorer-activity" data-phase={phase}>
      <div className={classes.status}>
        <PhaseBadge phase={phase} ended={activity.endedAt !== null} />
        {quote && <span className="yd-figures">{formatQuote(quote, t)}</span>}
        {requestId !== null && (
          <span className={classes.request}>
            <span className="yd-dim">{t('common.requestId')}</span>
            <CopyText text={requestId} what={t('common.requestId')} />
          </span>
        )}
      </div>
      {resources.length > 0 && (
        <div className={classes.resources}>
          <ProgressLine activity={activity} />
          <ActivityResources act={activity} ended={activity.endedAt !== null} instances={instances} />
        </div>
      )}
      {saysMore(activity) && (
        <div className={classes.padded}>
          <ActivityOutcome activity={activity} />
          {phase === 'preparing' && <ActivityActs activity={activity} />}
        </div>
      )}
      {activity.privateKey !== null && (
        <div className={classes.key}>
          <PrivateKeyNotice activity={activity} />
        </div>
      )}
      {reply?.masked && (
        <div className={classes.padded} data-testid="explorer-masked">
          <p className={classes.masked}>{t('explorer.reply.masked')}</p>
          <Button variant="default" size="compact-sm" data-testid="explorer-unmask" onClick={() => setOpen(true)}>
            {t('explorer.reply.unmask')}
          </Button>
        </div>
      )}
      {reply && <ReplyBody text={reply.text} table={null} operation={activity.operation} />}
    </div>
  );
}

/** Whether there is anything to say beside how far it is. */
function saysMore({ phase, resembling }: Activity): boolean {
  return resembling.length > 0 || !['sending', 'waiting', 'done'].includes(phase);
}
