import { Button, Loader } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatTotals } from '../../components/money';
import { Notice } from '../../components/Notice';
import { problemText } from '../../components/problemText';
import { RequestView } from '../../components/RequestView';
import { useNow } from '../../components/useNow';
import type { Params } from '../../forms/params';
import type { Schema } from '../../forms/schema';
import { useWords } from '../../i18n/useWords';
import type { Account, Plan, Problem, Quote } from '../../ipc/bindings';
import { asIpcError } from '../../ipc/failure';
import { RepeatsNotice } from '../plans/RepeatsNotice';
import { OrderHead } from './OrderHead';
import { OrderLines } from './OrderLines';
import classes from './Review.module.css';
import { stepOf, type WizardPart, type WizardStep } from './steps';
import type { Purchase } from './usePurchase';

type Props = {
  parts: WizardPart[];
  schema: Schema;
  params: Params;
  problems: Problem[];
  /** Whether the shell has not judged these parameters yet. */
  checking: boolean;
  unjudged: unknown;
  account: Account;
  region: string;
  purchase: Purchase;
  /** Whether an order that repeats one without an outcome is wanted all the same. */
  repeated: boolean;
  onRepeat: (wanted: boolean) => void;
  onGo: (step: WizardStep) => void;
  onRenew: () => void;
};

/** The order: what, where, how many, how paid; what is wrong with it, each with a way to mend it; the exact request. */
export function ReviewStep(props: Props) {
  const { t } = useTranslation();
  const { parts, schema, params, problems, checking, unjudged, account, region, purchase, repeated, onRepeat } = props;
  const { onGo, onRenew } = props;
  const plan = purchase.kind === 'ready' || purchase.kind === 'buying' ? purchase.plan : null;
  return (
    <div className={classes.review} data-testid="wizard-review">
      {unjudged !== null && <ErrorNotice error={unjudged} />}
      {problems.length > 0 && <Problems problems={problems} parts={parts} onGo={onGo} />}
      {purchase.kind === 'refused' && problems.length === 0 && (
        <ErrorNotice error={purchase.error} actions={<Button onClick={onRenew}>{t('common.retry')}</Button>} />
      )}
      {purchase.kind === 'ready' && <Renewed purchase={purchase} />}
      {plan?.repeats && (
        <RepeatsNotice
          repeats={plan.repeats}
          effect={plan.effect}
          wanted={repeated}
          onWant={onRepeat}
          locked={purchase.kind === 'buying'}
        />
      )}
      <OrderHead account={account} region={region} plan={plan} />
      {plan && <Price plan={plan} />}
      <OrderLines parts={parts} schema={schema} params={params} account={account.id} region={region} onGo={onGo} />
      {plan ? (
        <RequestView request={plan.request} />
      ) : (
        problems.length === 0 &&
        purchase.kind !== 'refused' && (
          <p className={classes.preparing} role="status">
            <Loader size={13} aria-hidden /> {checking ? t('create.checking') : t('create.preparing')}
          </p>
        )
      )}
    </div>
  );
}

function Problems({ problems, parts, onGo }: Pick<Props, 'problems' | 'parts' | 'onGo'>) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <section className={classes.problems} role="alert" data-testid="review-problems">
      <h3>
        <IconAlertCircle size={15} aria-hidden />
        {t('create.problems', { count: problems.length })}
      </h3>
      <ul>
        {problems.map((problem) => {
          const step = stepOf(problem, parts);
          return (
            <li key={`${problem.path} ${problem.rule.kind}`}>
              <span>
                <b>{words(problem.field)}</b> {problemText(problem, words, t)}
              </span>
              {step && (
                <button type="button" className="yd-link" onClick={() => onGo(step)}>
                  {t('create.goMend', { name: t(`create.step.${step}`) })}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Says that the price has moved, or only that the plan was made anew; either takes another click. */
function Renewed({ purchase: { plan, before, refused } }: { purchase: Extract<Purchase, { kind: 'ready' }> }) {
  const { t } = useTranslation();
  const words = useWords();
  if (before && plan.quote && !sameTotals(before, plan.quote)) {
    return (
      <Notice tone="warn" role="alert" data-testid="price-moved">
        <b>{t('create.moved.title')}</b>
        <span className="yd-figures">
          <del>{formatTotals(before.totals, t)}</del> → {formatTotals(plan.quote.totals, t)}
        </span>
        <span>{t('create.moved.todo')}</span>
      </Notice>
    );
  }
  if (refused === null) return null;
  const why = asIpcError(refused).words;
  return (
    <Notice tone="warn" role="alert" data-testid="plan-renewed">
      {plan.repeats && why ? words(why) : t('create.moved.renewed')}
    </Notice>
  );
}

function sameTotals(a: Quote, b: Quote): boolean {
  const said = (quote: Quote) => JSON.stringify(quote.totals.map(({ per, price }) => [per, price]));
  return said(a) === said(b);
}

/** What is paid, in a line, with the age of the price; the parts stand in the panel beside. */
function Price({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const words = useWords();
  const now = useNow();
  if (!plan.quote) {
    return plan.noQuote ? (
      <Notice tone="warn" data-testid="review-no-quote">
        {words(plan.noQuote)} {t('create.noQuoteBuy')}
      </Notice>
    ) : null;
  }
  const age = Math.max(0, Math.round((now.getTime() - Date.parse(plan.quote.at)) / 1000));
  return (
    <div className={classes.price}>
      <span className={classes.total} data-testid="review-total">
        {formatTotals(plan.quote.totals, t)}
      </span>
      <span className="yd-dim">
        {t(`create.paid.${plan.summary?.billing.kind ?? 'other'}`)}
        {t('create.quoteAge', { count: age })}
      </span>
      {plan.quote.notIncluded.length > 0 && (
        <span className="yd-dim">
          {t('create.notIncluded', { what: plan.quote.notIncluded.map(words).join(t('common.comma')) })}
        </span>
      )}
    </div>
  );
}
