import { amountOrder } from '../../components/money';
import type { InstanceType, Money, PricePer } from '../../ipc/bindings';

/** What a type costs where one looks. `lowest`: elsewhere it costs more. */
export type PriceAt = { price: Money; per: PricePer; lowest: boolean };

/** The list's price in the zone when one is chosen, else the lowest of the zones that have any left. */
export function priceAt(type: InstanceType, zone: string | null): PriceAt | null {
  const there = type.prices.filter((one) =>
    zone === null ? !type.soldOutZones.includes(one.zone) : one.zone === zone,
  );
  const [first, ...others] = there.sort((a, b) => amountOrder(a.price) - amountOrder(b.price));
  if (!first) return null;
  const lowest = others.some((other) => amountOrder(other.price) > amountOrder(first.price));
  return { price: first.price, per: first.per, lowest };
}
