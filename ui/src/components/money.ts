import type { TFunction } from 'i18next';
import type { Money, PricePer, Quote, Text } from '../ipc/bindings';
import { assertNever } from './assertNever';
import { multiplied, rounded } from './decimal';

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

/** Digits behind the point with which an hourly price is shown; all of them stand in its hint. */
const HOURLY_DIGITS = 4;

/** What is shown of a price: an hourly one is cut to the digits that one compares, unless nothing would be left of it. */
export function shownPrice(price: Money, per: PricePer): Money {
  const amount = per.kind === 'hour' ? rounded(price.amount, HOURLY_DIGITS) : null;
  return amount === null || /^-?[0.]*$/.test(amount) ? price : { ...price, amount };
}

/** The exact price for a hint, where what is shown of it is cut. */
export function exactPrice(price: Money, per: PricePer, t: TFunction): string | undefined {
  return shownPrice(price, per).amount === price.amount ? undefined : `${formatMoney(price)} ${formatPer(per, t)}`;
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

/** An amount with what it is paid by: `¥0.34 /小时`; with what it is paid for: `¥514.08，1 个月`. */
export function formatPrice(money: Money, per: PricePer, t: TFunction, from = false): string {
  const amount = formatMoney(shownPrice(money, per));
  const price = from ? t('money.from', { price: amount }) : amount;
  if (per.kind === 'period') return t('money.forPeriod', { price, period: formatPer(per, t) });
  return `${price} ${formatPer(per, t)}`.trim();
}

/** Sums by unit in one line: `¥1.04 /小时 + ¥0.80 /GB`. */
export function formatTotals(totals: { price: Money; per: PricePer }[], t: TFunction, from = false): string {
  return totals.map((total) => formatPrice(total.price, total.per, t, from)).join(' + ');
}

/** What a quote comes to in one line; the least of it, where the cloud does not quote a part of the order. */
export function formatQuote(quote: Pick<Quote, 'totals' | 'unquoted'>, t: TFunction): string {
  return formatTotals(quote.totals, t, (quote.unquoted ?? []).length > 0);
}

/** Every digit of what a quote comes to, for a hint and where two prices stand side by side. */
export function formatExactly({ totals }: Pick<Quote, 'totals'>, t: TFunction): string {
  return totals.map(({ price, per }) => exactPrice(price, per, t) ?? formatPrice(price, per, t)).join(' + ');
}

/** The same for the button that orders it, with what comes on top. */
export function formatOrder(
  quote: Pick<Quote, 'totals' | 'unquoted'>,
  words: (text: Text) => string,
  t: TFunction,
): string {
  const price = formatQuote(quote, t);
  const what = (quote.unquoted ?? []).map(words).join(t('common.comma'));
  return what === '' ? price : t('money.andMore', { price, what });
}

/** An amount so many times, exactly; `null` when it is no decimal. */
export function timesMoney({ amount, currency }: Money, count: number): Money | null {
  const product = multiplied(amount, count);
  return product === null ? null : { amount: product, currency };
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
