import { Button, Loader } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { MonthEstimate } from '../../components/MonthEstimate';
import { formatExactly, formatQuote } from '../../components/money';
import { monthOf } from '../../components/monthly';
import { Notice } from '../../components/Notice';
import { problemText } from '../../components/problemText';
import { RequestView } from '../../components/RequestView';
import { useNow } from '../../components/useNow';
import { usePriceView } from '../../components/usePriceView';
import { type Params, valueAt } from '../../forms/params';
import { isSchema, type Schema, schemaAt, textAt, valueTitle } from '../../forms/schema';
import { useKnownType } from '../../forms/useKnownType';
import { useWords } from '../../i18n/useWords';
import type { Account, AgainRule, Plan, Problem, Quote, Text } from '../../ipc/bindings';
import { asIpcError } from '../../ipc/failure';
import { RepeatsNotice } from '../plans/RepeatsNotice';
import { OrderHead } from './OrderHead';
import { OrderLines } from './OrderLines';
import { sizeByNumber, typeWithSize } from './orderWords';
import classes from './Review.module.css';
import { StepLink } from './StepLink';
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
  again: readonly AgainRule[];
  /** What an order like an instance's leaves out. */
  left: ReactNode;
  onGo: (step: WizardStep) => void;
  onRenew: () => void;
};

/** The order: what, where, how many, how paid; what is wrong with it, each with a way to mend it; the exact request. */
export function ReviewStep(props: Props) {
  const { t } = useTranslation();
  const { parts, schema, params, problems, checking, unjudged, account, region, purchase, repeated, onRepeat } = props;
  const { left, onGo, onRenew } = props;
  const typeOf = useKnownType(account.id, region);
  const sizeOf = (said: string) => sizeByNumber(schema, props.again, params, t) || typeWithSize(said, typeOf(said), t);
  const plan = purchase.kind === 'ready' || purchase.kind === 'buying' ? purchase.plan : null;
  const charged = chargedOf(schema, props.again, params);
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
      <OrderHead account={account} region={region} plan={plan} size={sizeOf} charged={charged?.word ?? null} />
      {plan && <Price plan={plan} terms={charged?.terms ?? null} />}
      {left}
      <OrderLines
        parts={parts}
        schema={schema}
        params={params}
        account={account.id}
        region={region}
        again={props.again}
        onGo={onGo}
      />
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
              {step && <StepLink step={step} onGo={onGo} />}
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
          <del>{formatExactly(before, t)}</del> → {formatExactly(plan.quote, t)}
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

type Charged = { word: Text | null; terms: Text };

/** How what is ordered is charged, in a word and in full, where the cloud has terms of its own. */
function chargedOf(schema: Schema, rules: readonly AgainRule[], params: Params): Charged | null {
  const path = rules.find(({ fact }) => fact === 'billing')?.field.split('/') ?? [];
  const field = schemaAt(schema, path);
  const value = valueAt(params, path);
  const terms = isSchema(field?.['x-terms']) ? textAt(field['x-terms'], String(value)) : null;
  return field && terms && { terms, word: valueTitle(field, value) };
}

/** What is paid, in a line, with the age of the price; the parts stand in the panel beside. */
function Price({ plan, terms }: { plan: Plan; terms: Text | null }) {
  const { t } = useTranslation();
  const words = useWords();
  const now = useNow();
  const [{ hours }] = usePriceView();
  if (!plan.quote) {
    return plan.noQuote ? (
      <Notice tone="warn" data-testid="review-no-quote">
        {words(plan.noQuote)} {t('create.noQuoteBuy')}
      </Notice>
    ) : null;
  }
  const more = plan.quote.unquoted ?? [];
  const age = Math.max(0, Math.round((now.getTime() - Date.parse(plan.quote.at)) / 1000));
  return (
    <div className={classes.price}>
      <span className={classes.total} data-testid="review-total" title={formatExactly(plan.quote, t)}>
        {formatQuote(plan.quote, t)}
      </span>
      <MonthEstimate month={monthOf(plan.quote, hours)} />
      {more.length > 0 && (
        <span className={classes.more} data-testid="review-unquoted">
          {t('money.unquoted', { what: more.map(words).join(t('common.comma')) })}
        </span>
      )}
      <span className="yd-dim">
        {terms ? words(terms) : t(`create.paid.${plan.summary?.billing.kind ?? 'other'}`)}
        {' · '}
        {age < 5 ? t('create.quotedNow') : t('create.quoteAge', { count: age })}
      </span>
      {plan.quote.notIncluded.length > 0 && (
        <span className="yd-dim">
          {t('create.notIncluded', { what: plan.quote.notIncluded.map(words).join(t('common.comma')) })}
        </span>
      )}
    </div>
  );
}
