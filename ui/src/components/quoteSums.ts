import type { Money, PricePer, Quote } from '../ipc/bindings';
import { added } from './decimal';

/** An amount with what it is paid by. */
export type Sum = { price: Money; per: PricePer };

/**
 * What several quotes come to together, by currency and unit in the order they first appear, as the shell adds them up in the
 * system's question; `null` when an amount is no decimal: then nothing is said of the sum.
 */
export function sumsOf(quotes: readonly Pick<Quote, 'totals'>[]): Sum[] | null {
  const sums = new Map<string, Sum>();
  for (const { price, per } of quotes.flatMap(({ totals }) => totals)) {
    const unit = `${price.currency} ${JSON.stringify(per)}`;
    const before = sums.get(unit)?.price.amount ?? '0';
    const amount = added(before, price.amount);
    if (amount === null) return null;
    sums.set(unit, { per, price: { ...price, amount } });
  }
  return [...sums.values()];
}
