import { Button } from '@mantine/core';
import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleMinus,
  IconCircleX,
  IconHelpCircle,
  IconLoader2,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../components/assertNever';
import { CloudBadge } from '../../components/CloudBadge';
import { CopyText } from '../../components/CopyText';
import { MonthEstimate } from '../../components/MonthEstimate';
import { formatQuote } from '../../components/money';
import { monthOf } from '../../components/monthly';
import { Page } from '../../components/Page';
import { TimeText } from '../../components/TimeText';
import { usePriceView } from '../../components/usePriceView';
import type { Activity } from '../../ipc/bindings';
import { activitiesQuery } from '../../ipc/queries/activities';
import { ActivityActs } from '../activity/ActivityActs';
import { ActivityOutcome } from '../activity/ActivityOutcome';
import { missingOf } from '../activity/ActivityResources';
import { useProgressWords } from '../activity/ProgressLine';
import { BoughtInstance } from './BoughtInstance';
import classes from './Progress.module.css';

type Props = {
  first: Activity;
  /** The password that was set for them, if one was. */
  password: string | null;
  /** Another one of the same. */
  onAgain: () => void;
  /** Back to the review: nothing was bought. */
  onRetry: () => void;
  /** The purchase was accepted. */
  onDone: () => void;
};

/** After buying: what was ordered, and each instance on its way until it runs. */
export function PurchaseProgress({ first, password, onAgain, onRetry, onDone }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [{ hours }] = usePriceView();
  const { data: activities = [] } = useQuery(activitiesQuery);
  const activity = activities.find(({ id }) => id === first.id) ?? first;
  const { phase, resources } = activity;
  const accepted = phase === 'waiting' || phase === 'done' || phase === 'partly';
  const ended = activity.endedAt !== null;
  const missing = ended ? missingOf(activity) : 0;
  useEffect(() => {
    if (accepted) onDone();
  }, [accepted, onDone]);

  const open = (instance: string) => {
    const { account, region } = activity;
    void navigate({ to: '/instances', search: { account, region, instance } });
  };
  return (
    <Page
      title={t('create.title')}
      meta={<CloudBadge cloud={activity.cloud} label={activity.accountLabel} sandbox={activity.sandbox} />}
      scrolls
    >
      <div className={classes.progress} data-testid="purchase-progress" data-phase={phase}>
        <Heading activity={activity} />
        <ActivityOutcome activity={activity} />
        {(ended || phase === 'preparing') && <ActivityActs activity={activity} />}
        {resources.length > 0 && (
          <ul className={classes.resources} aria-label={t('create.progress.instances')}>
            {resources.map((thing) => (
              <BoughtInstance
                key={thing.id}
                activity={activity}
                thing={thing}
                ended={ended}
                password={password}
                onOpen={open}
              />
            ))}
            {missing > 0 && (
              <li className={classes.missing} data-testid="progress-missing">
                {t('activity.notMade', { count: missing })}
              </li>
            )}
          </ul>
        )}
        <dl className={classes.facts}>
          <Fact name={t('plans.subject')}>{activity.subject}</Fact>
          {activity.quote && (
            <Fact name={t('create.progress.price')}>
              {formatQuote(activity.quote, t)} <MonthEstimate month={monthOf(activity.quote, hours)} />
            </Fact>
          )}
          {activity.requestId !== null && (
            <Fact name={t('common.requestId')}>
              <CopyText text={activity.requestId} what={t('common.requestId')} />
            </Fact>
          )}
          <Fact name={t('create.progress.started')}>
            <TimeText at={activity.startedAt} />
          </Fact>
        </dl>
        <footer className={classes.actions}>
          {(phase === 'failed' || phase === 'not_applied' || phase === 'not_sent') && (
            <Button data-testid="progress-retry" onClick={onRetry}>
              {t('create.progress.backToReview')}
            </Button>
          )}
          {accepted && (
            <>
              <Button data-testid="progress-instances" onClick={() => void navigate({ to: '/instances' })}>
                {t('create.progress.toInstances')}
              </Button>
              <Button variant="default" data-testid="progress-again" onClick={onAgain}>
                {t('create.progress.again')}
              </Button>
            </>
          )}
        </footer>
      </div>
    </Page>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Heading({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const { phase, endedAt } = activity;
  const words = useProgressWords(activity);
  return (
    <h2 className={classes.heading} data-phase={phase} role="status">
      <PhaseIcon phase={phase} ended={endedAt !== null} />
      <span>
        {t(`create.progress.title.${phase}`)}
        {words !== null && phase !== 'done' && <span className="yd-dim"> {words}</span>}
      </span>
    </h2>
  );
}

function PhaseIcon({ phase, ended }: Pick<Activity, 'phase'> & { ended: boolean }) {
  switch (phase) {
    case 'preparing':
    case 'sending':
    case 'waiting':
      // Accepted, and not waited for any longer.
      if (ended) return <IconCircleDashed size={22} aria-hidden />;
      return <IconLoader2 size={22} className="yd-turning" aria-hidden />;
    case 'done':
      return <IconCircleCheck size={22} aria-hidden />;
    case 'partly':
      return <IconCircleHalf2 size={22} aria-hidden />;
    case 'not_sent':
      return <IconCircleMinus size={22} aria-hidden />;
    case 'failed':
      return <IconCircleX size={22} aria-hidden />;
    case 'outcome_unknown':
    case 'not_applied':
      return <IconHelpCircle size={22} aria-hidden />;
    default:
      return assertNever(phase);
  }
}
