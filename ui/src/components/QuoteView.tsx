import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/useWords';
import type { Quote } from '../ipc/bindings';
import { discountPercent, formatPer } from './money';
import { Price } from './Price';
import classes from './QuoteView.module.css';
import { TimeText } from './TimeText';

/** A quote like a bill: its parts, the sums by unit, what it leaves out, and when the cloud said it. */
export function QuoteView({ quote, stale = false }: { quote: Quote; stale?: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className={classes.quote} data-stale={stale || undefined}>
      <dl className={classes.items}>
        {quote.items.map((item) => (
          <Fragment key={`${item.title.en} ${formatPer(item.per, t)}`}>
            <dt>
              {words(item.title)}
              {item.times > 1 && <span className="yd-dim"> {t('money.times', { count: item.times })}</span>}
            </dt>
            <dd>
              <Price price={item.price} per={item.per} original={item.original} />
            </dd>
            {item.tiers?.map((tier) => (
              <Fragment key={tier.afterHours}>
                <dt className={classes.tier}>{t('money.afterHours', { count: tier.afterHours })}</dt>
                <dd className={classes.tier}>
                  <Price price={tier.price} per={item.per} original={tier.original} />
                </dd>
              </Fragment>
            ))}
          </Fragment>
        ))}
      </dl>
      <dl className={classes.totals} data-testid="quote-total">
        {quote.totals.map((total, index) => {
          const percent = discountPercent(total.original, total.price);
          return (
            <Fragment key={formatPer(total.per, t)}>
              <dt>{index === 0 ? t('money.total') : t('money.plus')}</dt>
              <dd>
                {percent !== null && <span className={classes.discount}>{t('money.discount', { percent })}</span>}
                <Price price={total.price} per={total.per} />
              </dd>
            </Fragment>
          );
        })}
      </dl>
      {quote.notIncluded.length > 0 && (
        <p className={classes.note}>
          {t('money.notIncluded', { what: quote.notIncluded.map(words).join(t('common.comma')) })}
        </p>
      )}
      {/* Its age goes on by the second: nobody wants to have that read out. */}
      <p className={classes.note} aria-live="off">
        {t('money.byCloud')} · <TimeText at={quote.at} show="distance" />
      </p>
    </div>
  );
}
