import { useTranslation } from 'react-i18next';
import type { Money, PricePer } from '../ipc/bindings';
import { exactPrice, formatMoney, formatPer, shownPrice } from './money';
import classes from './Price.module.css';

type Props = {
  price: Money;
  per?: PricePer;
  original?: Money | null;
  /** Whether it is the least that will be paid. */
  from?: boolean;
  /** Whether every digit of an hourly price is shown. */
  exact?: boolean;
};

/** An amount in tabular figures with its unit; the list price struck through before it when it differs. */
export function Price({ price, per, original, from = false, exact = false }: Props) {
  const { t } = useTranslation();
  const amount = formatMoney(per && !exact ? shownPrice(price, per) : price);
  return (
    <span className={classes.price} title={per && !exact ? exactPrice(price, per, t) : undefined}>
      {original && original.amount !== price.amount && (
        <del className={classes.original} title={t('money.original', { price: formatMoney(original) })}>
          {formatMoney(per && !exact ? shownPrice(original, per) : original)}
        </del>
      )}
      <span className={classes.amount}>{from ? t('money.from', { price: amount }) : amount}</span>
      {per && <span className={classes.per}> {formatPer(per, t)}</span>}
    </span>
  );
}
