import { useTranslation } from 'react-i18next';
import type { Money, PricePer } from '../ipc/bindings';
import { formatMoney, formatPer } from './money';
import classes from './Price.module.css';

/** An amount in tabular figures with its unit; the list price struck through before it when it differs. */
export function Price({ price, per, original }: { price: Money; per?: PricePer; original?: Money | null }) {
  const { t } = useTranslation();
  return (
    <span className={classes.price}>
      {original && original.amount !== price.amount && (
        <del className={classes.original} title={t('money.original', { price: formatMoney(original) })}>
          {formatMoney(original)}
        </del>
      )}
      <span className={classes.amount}>{formatMoney(price)}</span>
      {per && <span className={classes.per}>{formatPer(per, t)}</span>}
    </span>
  );
}
