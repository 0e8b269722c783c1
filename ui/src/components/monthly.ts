import type { Money, PricePer, Quote, QuoteItem } from '../ipc/bindings';
import { added, multiplied, rounded } from './decimal';

/** A month of an hourly price where nothing else is set: thirty days through. */
export const MONTH_HOURS = 720;

/** What the hourly parts of a quote come to in a month that everything runs through, step by step; `null` where none is hourly. */
export function monthOf(quote: Pick<Quote, 'items'>, hours = MONTH_HOURS): Money | null {
  const hourly = quote.items.filter(({ per }) => per.kind === 'hour');
  const currency = hourly[0]?.price.currency;
  // Sums of two currencies are no sum.
  if (currency === undefined || hourly.some(({ price }) => price.currency !== currency)) return null;
  const sums = hourly.map((item) => ofItem(item, hours));
  const amount = sums.reduce((all, one) => (all === null || one === null ? null : added(all, one)), '0');
  return estimate(amount, currency);
}

/** What one price by the hour comes to in a month. */
export function monthOfPrice({ amount, currency }: Money, per: PricePer, hours = MONTH_HOURS): Money | null {
  return per.kind === 'hour' ? estimate(multiplied(amount, hours), currency) : null;
}

function ofItem({ price, times, tiers = [] }: QuoteItem, hours: number): string | null {
  const steps = [{ afterHours: 0, price }, ...tiers].filter(({ afterHours }) => afterHours < hours);
  const parts = steps.map((step, index) => {
    const until = steps[index + 1]?.afterHours ?? hours;
    return multiplied(step.price.amount, (until - step.afterHours) * times);
  });
  return parts.reduce((all, one) => (all === null || one === null ? null : added(all, one)), '0' as string | null);
}

/** Cents are enough of what is an estimate. */
function estimate(amount: string | null, currency: string): Money | null {
  const cents = amount === null ? null : rounded(amount, 2);
  return cents === null ? null : { amount: cents, currency };
}
