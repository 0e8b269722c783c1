import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { useWords } from '../../i18n/useWords';
import type { Account, Plan } from '../../ipc/bindings';
import { useCloud } from '../../ipc/queries/clouds';
import { HelpLink } from '../help/HelpLink';
import classes from './Review.module.css';

/** The order in one sentence: how many of what, where, by which account. */
export function OrderHead({ account, region, plan }: { account: Account; region: string; plan: Plan | null }) {
  const { t } = useTranslation();
  const words = useWords();
  const place = useCloud(account.cloud)?.regions.find(({ id }) => id === region);
  const summary = plan?.summary;
  return (
    <header className={classes.head}>
      <h2>
        {summary ? t('create.order', { count: summary.count, size: summary.size }) : t('create.step.review')}
        {summary?.name && <span className={classes.name}>{summary.name}</span>}
      </h2>
      <p>
        <CloudBadge cloud={account.cloud} label={account.label} sandbox={account.sandbox} />
        <span>
          {place ? words(place.title) : region}
          {summary?.zone && ` · ${summary.zone}`}
        </span>
        {summary && <span>{billing(summary.billing.kind, summary.months)}</span>}
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
    return months === null ? mode : t('plans.forMonths', { mode, count: months });
  }
}
