import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { useZoneName } from '../../components/useZoneName';
import { useWords } from '../../i18n/useWords';
import type { Account, Plan, Text } from '../../ipc/bindings';
import { useCloud } from '../../ipc/queries/clouds';
import { HelpLink } from '../help/HelpLink';
import classes from './Review.module.css';

type Props = {
  account: Account;
  region: string;
  plan: Plan | null;
  /** What the plan says of the size, in the window's words. */
  size: (said: string) => string;
  /** How it is charged where the cloud has a word of its own for it. */
  charged: Text | null;
};

/** The order in one sentence: how many of what, where, by which account. */
export function OrderHead({ account, region, plan, size, charged }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const zoneName = useZoneName();
  const place = useCloud(account.cloud)?.regions.find(({ id }) => id === region);
  const summary = plan?.summary;
  return (
    <header className={classes.head}>
      <h2>
        {summary ? t('create.order', { count: summary.count, size: size(summary.size) }) : t('create.step.review')}
        {summary?.name && <span className={classes.name}>{summary.name}</span>}
      </h2>
      <p>
        <CloudBadge cloud={account.cloud} label={account.label} sandbox={account.sandbox} />
        <span>
          {place ? words(place.title) : region}
          {summary?.zone && (
            <span title={summary.zone}>{` · ${zoneName({ account: account.id, region }, summary.zone)}`}</span>
          )}
        </span>
        {summary && <span>{charged ? words(charged) : billing(summary.billing.kind, summary.months)}</span>}
      </p>
      {account.sandbox && (
        <p className={classes.sandbox}>
          <span>
            {t('create.sandbox')} <HelpLink topic="sandbox" />
          </span>
        </p>
      )}
    </header>
  );

  function billing(kind: NonNullable<Plan['summary']>['billing']['kind'], months: number | null): string {
    const mode = t(`billing.${kind}`);
    return months === null || kind !== 'prepaid' ? mode : t('plans.forMonths', { mode, count: months });
  }
}
