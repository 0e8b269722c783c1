import { describe, expect, test } from 'vitest';
import { i18next } from '../i18n/i18n';
import { discountPercent, formatMoney, formatOrder, formatPrice, formatQuote, formatTotals } from './money';

const yuan = (amount: string) => ({ amount, currency: 'CNY' });

describe('money', () => {
  test.each([
    ['0.34', '¥0.34'],
    ['0.3', '¥0.30'],
    ['3', '¥3.00'],
    ['1234567.5', '¥1,234,567.50'],
    ['0.00001', '¥0.00001'],
    ['0.123400', '¥0.1234'],
    ['-12', '−¥12.00'],
    ['12345678901234567890.123456789', '¥12,345,678,901,234,567,890.123456789'],
  ])('shows every digit of %s as %s', (amount, shown) => {
    expect(formatMoney(yuan(amount))).toBe(shown);
  });

  test('names a currency it has no sign for', () => {
    expect(formatMoney({ amount: '5', currency: 'HKD' })).toBe('HKD 5.00');
    expect(formatMoney({ amount: '5', currency: 'XXX' })).toBe('¤5.00');
  });

  test('shows what is not a decimal as it is', () => {
    expect(formatMoney(yuan('1e-5'))).toBe('¥1e-5');
  });

  test('stands with its unit', () => {
    expect(formatPrice(yuan('0.34'), { kind: 'hour' }, i18next.t)).toBe('¥0.34 /小时');
    expect(formatPrice(yuan('300'), { kind: 'period', months: 3 }, i18next.t)).toBe('¥300.00，3 个月');
    expect(formatPrice(yuan('1'), { kind: 'other', word: '次' }, i18next.t)).toBe('¥1.00 /次');
  });

  test('is the least of what will be paid where the cloud does not quote a part', () => {
    const totals = [{ price: yuan('156.96'), original: null, per: { kind: 'period' as const, months: 1 } }];
    const disk = { zh: '数据盘 100 GiB', en: 'a 100 GiB data disk' };
    expect(formatQuote({ totals, unquoted: [disk] }, i18next.t)).toBe('¥156.96 起，1 个月');
    expect(formatOrder({ totals, unquoted: [disk] }, (text) => text.zh, i18next.t)).toBe(
      '¥156.96 起，1 个月，另加数据盘 100 GiB',
    );
    expect(formatQuote({ totals, unquoted: [] }, i18next.t)).toBe('¥156.96，1 个月');
  });

  test('is never added across units', () => {
    const totals = [
      { price: yuan('1.04'), per: { kind: 'hour' as const } },
      { price: yuan('0.8'), per: { kind: 'gigabyte' as const } },
    ];
    expect(formatTotals(totals, i18next.t)).toBe('¥1.04 /小时 + ¥0.80 /GB');
  });

  test('has a discount only where it is below the list price in the same currency', () => {
    expect(discountPercent(yuan('1.2'), yuan('1.04'))).toBe(13);
    expect(discountPercent(yuan('1'), yuan('1'))).toBeNull();
    expect(discountPercent(yuan('0'), yuan('0'))).toBeNull();
    expect(discountPercent(null, yuan('1'))).toBeNull();
    expect(discountPercent({ amount: '2', currency: 'USD' }, yuan('1'))).toBeNull();
  });
});
