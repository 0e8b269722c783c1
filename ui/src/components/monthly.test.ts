import { expect, test } from 'vitest';
import type { PricePer, QuoteItem } from '../ipc/bindings';
import { monthOf, monthOfPrice } from './monthly';

const yuan = (amount: string) => ({ amount, currency: 'CNY' });
const part = (amount: string, kind: 'hour' | 'gigabyte', times = 1, tiers: [number, string][] = []): QuoteItem => ({
  title: { zh: 'x', en: 'x' },
  original: null,
  price: yuan(amount),
  per: { kind },
  times,
  tiers: tiers.map(([afterHours, price]) => ({ afterHours, original: null, price: yuan(price) })),
});
const hour: PricePer = { kind: 'hour' };

test.each([
  ['one by the hour', [part('0.36125', 'hour')], '260.10'],
  ['two of them, with traffic, which no month has', [part('0.5', 'hour', 2), part('0.8', 'gigabyte')], '720'],
  // 96 h at 0.5, 264 h at 0.4, 360 h at 0.3.
  [
    'steps that fall with the hours, for three',
    [
      part('0.5', 'hour', 3, [
        [96, '0.4'],
        [360, '0.3'],
      ]),
    ],
    '784.8',
  ],
  ['instance and address', [part('0.1', 'hour'), part('0.02', 'hour')], '86.40'],
])('a month of %s is %#', (_, items, amount) => expect(Number(monthOf({ items })?.amount)).toBe(Number(amount)));

test('what is paid for a period has no month of its own, and currencies are not added', () => {
  expect(monthOf({ items: [part('0.8', 'gigabyte')] })).toBeNull();
  const dollars = { ...part('1', 'hour'), price: { amount: '1', currency: 'USD' } };
  expect(monthOf({ items: [part('1', 'hour'), dollars] })).toBeNull();
  expect(monthOfPrice(yuan('1'), { kind: 'day' })).toBeNull();
});

test('hours other than usual are taken as given, and a step beyond them does not count', () => {
  expect(monthOfPrice(yuan('0.001'), hour, 100)).toEqual(yuan('0.10'));
  expect(monthOf({ items: [part('1', 'hour', 1, [[96, '0.5']])] }, 90)).toEqual(yuan('90'));
});
