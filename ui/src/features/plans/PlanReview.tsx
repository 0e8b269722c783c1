import { TextInput } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import { Facts } from '../../components/Facts';
import { formatExactly, formatQuote } from '../../components/money';
import { QuoteView } from '../../components/QuoteView';
import { RequestView } from '../../components/RequestView';
import { TimeText } from '../../components/TimeText';
import { actOf } from '../../components/useActWords';
import { useZoneName } from '../../components/useZoneName';
import { useWords } from '../../i18n/useWords';
import type { Plan, Quote } from '../../ipc/bindings';
import { useCloud } from '../../ipc/queries/clouds';
import { useOperations } from '../../ipc/queries/explorer';
import { DiskFates } from './DiskFates';
import classes from './PlanDialog.module.css';
import { RepeatsNotice } from './RepeatsNotice';
import { TargetLine } from './TargetLine';

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
  const [target] = plan.targets;
  // What is paid for more than once is told until when it is paid.
  const expires = plan.effect === 'purchase' && target?.paidUntil === null ? target.expires : undefined;
  const cloud = useCloud(plan.cloud);
  const place = cloud?.regions.find(({ id }) => id === plan.region);
  // What is a purchase by itself is paid at once; what only parameters make one, from now on.
  const bought = useOperations().some(
    (one) => one.cloud === plan.cloud && one.name === plan.operation && one.effect === 'purchase',
  );
  const zoneName = useZoneName();
  const keepsCharging = actOf(cloud, plan.operation) === 'stop_instance' && target?.billing.kind === 'prepaid';
  return (
    <div className={classes.review}>
      <p className={classes.happens} data-effect={plan.effect}>
        <EffectBadge effect={plan.effect} />
        <span>
          {happens(plan)}
          {keepsCharging && ` ${t('plans.keepsCharging')}`}
        </span>
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
          [
            t('plans.subject'),
            target ? (
              <span key="subject">
                {target.name || plan.subject}
                {plan.targets.map((one) => (
                  <Fragment key={one.id}>
                    <TargetLine target={one} />
                    {plan.effect === 'destroy' && <DiskFates disks={one.disks} />}
                  </Fragment>
                ))}
              </span>
            ) : (
              plan.subject
            ),
          ],
          // Whom it is given to is what is confirmed.
          [t(plan.grants ? 'plans.givenTo' : 'plans.takenFrom'), plan.parties.join(', ') || undefined],
          [
            t('common.account'),
            <CloudBadge key="cloud" cloud={plan.cloud} label={plan.accountLabel} sandbox={plan.sandbox} />,
          ],
          [t('common.region'), place ? words(place.title) : plan.region],
          [t('inventory.expires'), expires ? <TimeText key="expires" at={expires} show="date" /> : undefined],
          [
            t('common.zone'),
            summary?.zone && (
              <span key="zone" title={summary.zone}>
                {zoneName(plan, summary.zone)}
              </span>
            ),
          ],
          [t('plans.size'), summary ? `${summary.size} ${t('money.times', { count: summary.count })}` : undefined],
          [t('plans.image'), summary ? summary.imageId : undefined],
          [t('plans.billing'), summary ? billing(summary) : undefined],
        ]}
      />
      {plan.quote && (
        <div className={classes.quote}>
          {before && formatExactly(before, t) !== formatExactly(plan.quote, t) && (
            <p className={classes.before}>{t('plans.priceBefore', { price: formatQuote(before, t) })}</p>
          )}
          <QuoteView quote={plan.quote} />
        </div>
      )}
      {!plan.quote && plan.noQuote && <p className={classes.noQuote}>{words(plan.noQuote)}</p>}
      {plan.confirm.kind === 'type_name' && (
        <TextInput
          size="sm"
          label={askedFor(plan.confirm, plan.subject)}
          value={typed}
          disabled={locked}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          data-testid="confirm-name"
          data-name={plan.confirm.name}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      )}
      <RequestView request={plan.request} />
    </div>
  );

  function askedFor({ name, short }: { name: string; short: string | null }, subject: string): string {
    // The end of the id is asked for where the name could be another's, or hides something.
    if (name !== subject) return t('plans.typeTail', { name });
    return short === null ? t('plans.typeName', { name }) : t('plans.typeNameOr', { name, short });
  }

  function happens({ effect, disruptive, grants, sandbox, quote, noQuote, summary: made }: Plan): string {
    if (effect === 'purchase' && sandbox) return t('plans.happens.purchaseSandbox');
    if (effect === 'purchase' && !made && !quote && noQuote)
      return t(bought ? 'plans.happens.paidUnquoted' : 'plans.happens.paidLater');
    if (effect === 'purchase') return t(made ? 'plans.happens.purchase' : 'plans.happens.paid');
    if (effect === 'destroy') return t('plans.happens.destroy');
    const granted = grants && t(`plans.happens.grants.${grants}`);
    return (
      [disruptive && t('plans.happens.disruptive'), granted].filter(Boolean).join(' ') || t('plans.happens.mutate')
    );
  }

  function billing({ billing: mode, months }: NonNullable<Plan['summary']>): string {
    const name = mode.kind === 'other' && mode.word ? mode.word : t(`billing.${mode.kind}`);
    return months === null ? name : t('plans.forMonths', { mode: name, count: months });
  }
}
