import { expect, test } from 'vitest';
import type { PricePer } from '../ipc/bindings';
import { sumsOf } from './quoteSums';

const total = (amount: string, currency: string, per: PricePer = { kind: 'period', months: 1 }) => ({
  totals: [{ price: { amount, currency }, per, original: null }],
});

test('sums are exact, and of one currency and unit each', () => {
  const hour: PricePer = { kind: 'hour' };
  const quotes = [total('0.1', 'CNY'), total('0.2', 'CNY'), total('5', 'USD'), total('0.3', 'CNY', hour)];
  expect(sumsOf(quotes)).toEqual([
    { price: { amount: '0.3', currency: 'CNY' }, per: { kind: 'period', months: 1 } },
    { price: { amount: '5', currency: 'USD' }, per: { kind: 'period', months: 1 } },
    { price: { amount: '0.3', currency: 'CNY' }, per: hour },
  ]);
});

test('what is no decimal is not added up to something', () => {
  expect(sumsOf([total('1', 'CNY'), total('?', 'CNY')])).toBeNull();
  expect(sumsOf([])).toEqual([]);
});
