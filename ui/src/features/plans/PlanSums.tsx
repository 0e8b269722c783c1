import { useTranslation } from 'react-i18next';
import { MonthEstimate } from '../../components/MonthEstimate';
import { formatTotals } from '../../components/money';
import { monthOfPrice } from '../../components/monthly';
import { sumsOf } from '../../components/quoteSums';
import { TimeText } from '../../components/TimeText';
import { usePriceView } from '../../components/usePriceView';
import { useWords } from '../../i18n/useWords';
import type { Plan, Quote } from '../../ipc/bindings';
import classes from './PlanDialog.module.css';

type Props = {
  plans: readonly Plan[];
  /** The quotes of the plans that these replace. */
  before: readonly Quote[];
};

/** What several plans cost together by the cloud's own numbers: a sum for each currency and unit, and what has no price. */
export function PlanSums({ plans, before }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [{ hours }] = usePriceView();
  const quotes = plans.flatMap(({ quote }) => quote ?? []);
  const [first] = quotes;
  if (!first) return null;
  const sums = sumsOf(quotes);
  const old = sumsOf(before) ?? [];
  const unpriced = plans.length - quotes.length;
  const more = [...new Set(quotes.flatMap(({ unquoted }) => (unquoted ?? []).map(words)))];
  const least = unpriced > 0 || more.length > 0;
  const moved = old.length > 0 && sums !== null && formatTotals(old, t) !== formatTotals(sums, t);
  return (
    <div className={classes.quote} data-testid="plans-sum">
      {moved && <p className={classes.before}>{t('plans.priceBefore', { price: formatTotals(old, t) })}</p>}
      {sums === null ? (
        <p className={classes.sum}>{t('plans.noSum')}</p>
      ) : (
        sums.map((sum) => (
          <p key={`${sum.price.currency} ${JSON.stringify(sum.per)}`} className={classes.sum}>
            <span>{t('money.total')}</span>
            <span className={classes.amount}>
              <strong className="yd-figures">{formatTotals([sum], t, least)}</strong>
              <MonthEstimate month={monthOfPrice(sum.price, sum.per, hours)} />
            </span>
          </p>
        ))
      )}
      {more.length > 0 && <p className="yd-dim">{t('money.unquoted', { what: more.join(t('common.comma')) })}</p>}
      {unpriced > 0 && <p className="yd-dim">{t('plans.unpriced', { count: unpriced })}</p>}
      <p className="yd-dim" aria-live="off">
        {t('money.byCloud')} · <TimeText at={first.at} show="distance" />
      </p>
    </div>
  );
}
