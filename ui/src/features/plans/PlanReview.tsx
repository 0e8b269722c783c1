import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import { Facts } from '../../components/Facts';
import { formatTotals } from '../../components/money';
import { QuoteView } from '../../components/QuoteView';
import { RequestView } from '../../components/RequestView';
import { useWords } from '../../i18n/useWords';
import type { Plan, Quote } from '../../ipc/bindings';
import classes from './PlanDialog.module.css';
import { RepeatsNotice } from './RepeatsNotice';

type Props = {
  plan: Plan;
  before: Quote | null;
  typed: string;
  onType: (name: string) => void;
  /** Whether the same act is wanted once more, where it repeats one. */
  repeated: boolean;
  onRepeat: (wanted: boolean) => void;
  locked: boolean;
};

/** One plan in full: what happens to what, what it costs, and the exact request. */
export function PlanReview({ plan, before, typed, onType, repeated, onRepeat, locked }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { summary } = plan;
  return (
    <div className={classes.review}>
      <p className={classes.happens} data-effect={plan.effect}>
        <EffectBadge effect={plan.effect} />
        <span>{happens(plan)}</span>
      </p>
      {plan.repeats && (
        <RepeatsNotice
          repeats={plan.repeats}
          effect={plan.effect}
          wanted={repeated}
          onWant={onRepeat}
          locked={locked}
        />
      )}
      <Facts
        facts={[
          [t('plans.subject'), plan.subject],
          [
            t('common.account'),
            <CloudBadge key="cloud" cloud={plan.cloud} label={plan.accountLabel} sandbox={plan.sandbox} />,
          ],
          [t('common.region'), plan.region],
          [t('common.zone'), summary ? summary.zone : undefined],
          [t('plans.size'), summary ? `${summary.size} ${t('money.times', { count: summary.count })}` : undefined],
          [t('plans.image'), summary ? summary.imageId : undefined],
          [t('plans.billing'), summary ? billing(summary) : undefined],
        ]}
      />
      {plan.quote && (
        <div className={classes.quote}>
          {before && (
            <p className={classes.before}>{t('plans.priceBefore', { price: formatTotals(before.totals, t) })}</p>
          )}
          <QuoteView quote={plan.quote} />
        </div>
      )}
      {!plan.quote && plan.noQuote && <p className={classes.noQuote}>{words(plan.noQuote)}</p>}
      {plan.confirm.kind === 'type_name' && (
        <TextInput
          size="sm"
          label={t('plans.typeName', { name: plan.confirm.name })}
          value={typed}
          disabled={locked}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          data-testid="confirm-name"
          onChange={(event) => onType(event.currentTarget.value)}
        />
      )}
      <RequestView request={plan.request} />
    </div>
  );

  function happens({ effect, disruptive, sandbox }: Plan): string {
    if (effect === 'purchase') return sandbox ? t('plans.happens.purchaseSandbox') : t('plans.happens.purchase');
    if (effect === 'destroy') return t('plans.happens.destroy');
    return disruptive ? t('plans.happens.disruptive') : t('plans.happens.mutate');
  }

  function billing({ billing: mode, months }: NonNullable<Plan['summary']>): string {
    const name = mode.kind === 'other' && mode.word ? mode.word : t(`billing.${mode.kind}`);
    return months === null ? name : t('plans.forMonths', { mode: name, count: months });
  }
}
