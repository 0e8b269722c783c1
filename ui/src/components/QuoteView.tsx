import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import type { Money, Quote, QuoteItem } from '../ipc/bindings';
import { added } from './decimal';
import { MonthEstimate } from './MonthEstimate';
import { discountPercent, formatMoney, formatPer, shownPrice, timesMoney } from './money';
import { monthOf } from './monthly';
import { Price } from './Price';
import classes from './QuoteView.module.css';
import { TimeText } from './TimeText';
import { usePriceView } from './usePriceView';

type Props = {
  quote: Quote;
  stale?: boolean;
  /** What is paid by the hour is shown by the month, as an estimate. */
  monthly?: boolean;
};

/** A quote like a bill: its parts, the sums by unit, what it leaves out, and when the cloud said it. */
export function QuoteView({ quote, stale = false, monthly = false }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [{ hours }] = usePriceView();
  const more = quote.unquoted ?? [];
  const exact = !addsUp(quote);
  const monthOfItem = (item: QuoteItem) => (monthly ? monthOf({ items: [item] }, hours) : null);
  return (
    <div className={classes.quote} data-stale={stale || undefined}>
      <dl className={classes.items}>
        {quote.items.map((item) => {
          const month = monthOfItem(item);
          return (
            <Fragment key={`${item.title.en} ${formatPer(item.per, t)}`}>
              <dt>{words(item.title)}</dt>
              <dd>{month ? <Month month={month} /> : <Line {...item} exact={exact} />}</dd>
              {!month &&
                item.tiers?.map((tier) => (
                  <Fragment key={tier.afterHours}>
                    <dt className={classes.tier}>{t('money.afterHours', { count: tier.afterHours })}</dt>
                    <dd className={classes.tier}>
                      <Line {...tier} per={item.per} times={item.times} exact={exact} />
                    </dd>
                  </Fragment>
                ))}
            </Fragment>
          );
        })}
      </dl>
      <dl className={classes.totals} data-testid="quote-total">
        {quote.totals.map((total, index) => {
          const percent = discountPercent(total.original, total.price);
          const month = total.per.kind === 'hour' ? monthOf(quote, hours) : null;
          const price = <Price price={total.price} per={total.per} from={more.length > 0} exact={exact} />;
          return (
            <Fragment key={formatPer(total.per, t)}>
              <dt>{index === 0 ? t('money.total') : t('money.plus')}</dt>
              <dd>
                {percent !== null && <span className={classes.discount}>{t('money.discount', { percent })}</span>}
                {monthly && month ? <Month month={month} from={more.length > 0} /> : price}
              </dd>
              {month && (
                <dd className={classes.month}>
                  {monthly ? <span className="yd-dim">{price}</span> : <MonthEstimate month={month} />}
                </dd>
              )}
            </Fragment>
          );
        })}
      </dl>
      {more.length > 0 && (
        <p className={classes.more} data-testid="quote-unquoted">
          {t('money.unquoted', { what: more.map(words).join(t('common.comma')) })}
        </p>
      )}
      {quote.notIncluded.length > 0 && (
        <p className={classes.note}>
          {t('money.notIncluded', { what: quote.notIncluded.map(words).join(t('common.comma')) })}
        </p>
      )}
      {/* Its age goes on by the second: nobody wants to have that read out. */}
      <p className={classes.note} aria-live="off">
        {t('money.byCloud')} · <TimeText at={quote.at} show="distance" />
        {monthly && quote.totals.some(({ per }) => per.kind === 'hour') && ` · ${t('money.monthRule', { hours })}`}
      </p>
    </div>
  );
}

/** Whether the hourly lines, cut to what is shown of them, still add up to what is shown of the total. */
function addsUp({ items, totals }: Quote): boolean {
  const total = totals.find(({ per }) => per.kind === 'hour');
  if (!total) return true;
  const sum = items
    .filter(({ per }) => per.kind === 'hour')
    .map(({ price, per, times }) => shownPrice(timesMoney(price, times) ?? price, per).amount)
    .reduce<string | null>((all, one) => (all === null ? null : added(all, one)), '0');
  return sum !== null && Number(sum) === Number(shownPrice(total.price, total.per).amount);
}

/** What comes to so much in a month. */
function Month({ month, from = false }: { month: Money; from?: boolean }) {
  const { t } = useTranslation();
  const price = t('money.month', { price: formatMoney(month) });
  return <span className={`yd-figures ${classes.estimate}`}>{from ? t('money.from', { price }) : price}</span>;
}

type LineProps = Pick<QuoteItem, 'price' | 'original' | 'per' | 'times'> & { exact: boolean };

/** What a part adds to the total; where several are bought, what one costs before it. */
function Line({ price, original, per, times, exact }: LineProps) {
  const { t } = useTranslation();
  const sum = timesMoney(price, times);
  if (times === 1 || !sum) return <Price price={price} per={per} original={original} exact={exact} />;
  return (
    <>
      <span className={classes.each}>
        {formatMoney(exact ? price : shownPrice(price, per))} {t('money.times', { count: times })}
      </span>
      <Price price={sum} per={per} original={original && timesMoney(original, times)} exact={exact} />
    </>
  );
}
