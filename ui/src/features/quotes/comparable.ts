import type { PricePer, Quote } from '../../ipc/bindings';
import type { KeptQuote } from './kept';

/**
 * The length of a price's bar, from 0 to 1, among the prices that are paid by the same unit. `null` where there is
 * nothing to compare with: what is paid by the hour says nothing about what is paid for a year.
 * A drawing needs no more than a float; the money beside it is the cloud's text.
 */
export function share(quote: KeptQuote, all: readonly KeptQuote[]): number | null {
  const own = main(quote.quote);
  if (!own) return null;
  const same = all.flatMap((other) => {
    const total = main(other.quote);
    return total && samePer(total.per, own.per) && total.price.currency === own.price.currency
      ? [Number(total.price.amount)]
      : [];
  });
  const most = Math.max(...same);
  return same.length < 2 || !(most > 0) ? null : Number(own.price.amount) / most;
}

/** The sum that stands first: what is paid for the time. */
function main(quote: Quote) {
  return quote.totals[0];
}

function samePer(a: PricePer, b: PricePer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
