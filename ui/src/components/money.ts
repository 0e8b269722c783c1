import type { TFunction } from 'i18next';
import type { Money, PricePer } from '../ipc/bindings';
import { assertNever } from './assertNever';

const SYMBOLS: { [currency: string]: string } = { CNY: '¥', USD: '$', XXX: '¤' };

/**
 * An amount with its currency: `¥1,234.50`. Works on the decimal text, so nothing is ever rounded:
 * two decimals at least, and as many as the cloud named.
 */
export function formatMoney({ amount, currency }: Money): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  const symbol = SYMBOLS[currency];
  if (!match) return `${symbol ?? `${currency} `}${amount}`;
  const [, sign = '', whole = '0', decimals = ''] = match;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const kept = decimals.replace(/0+$/, '').padEnd(2, '0');
  return `${sign ? '−' : ''}${symbol ?? `${currency} `}${grouped}.${kept}`;
}

/** What a price is paid by, to stand behind an amount: `/小时`. */
export function formatPer(per: PricePer, t: TFunction): string {
  switch (per.kind) {
    case 'hour':
    case 'day':
    case 'month':
    case 'year':
    case 'gigabyte':
      return t(`money.per.${per.kind}`);
    case 'period':
      return t('money.per.period', { count: per.months });
    case 'other':
      return per.word ? `/${per.word}` : '';
    default:
      return assertNever(per);
  }
}

/** An amount with what it is paid by: `¥0.34 /小时`. */
export function formatPrice(money: Money, per: PricePer, t: TFunction): string {
  return `${formatMoney(money)} ${formatPer(per, t)}`.trim();
}

/** Sums by unit in one line: `¥1.04 /小时 + ¥0.80 /GB`. */
export function formatTotals(totals: { price: Money; per: PricePer }[], t: TFunction): string {
  return totals.map((total) => formatPrice(total.price, total.per, t)).join(' + ');
}

/**
 * An amount as a number, to put amounts of one currency and unit in order. For nothing else: what is shown or summed
 * stays text.
 */
export function amountOrder({ amount }: Money): number {
  return Number(amount);
}

/**
 * By how many percent a price is below the list price, rounded to whole percents; `null` when it is not below.
 * Amounts are read as numbers here because the result is a share, not money.
 */
export function discountPercent(original: Money | null, price: Money): number | null {
  if (!original || original.currency !== price.currency) return null;
  const share = 1 - Number(price.amount) / Number(original.amount);
  const percent = Math.round(share * 100);
  return Number.isFinite(share) && percent > 0 ? percent : null;
}
