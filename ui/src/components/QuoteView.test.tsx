import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Money, PricePer, Quote, QuoteItem } from '../ipc/bindings';
import { renderPiece } from '../testing/render';
import { added } from './decimal';
import { formatMoney, shownPrice } from './money';
import { QuoteView } from './QuoteView';

const yuan = (amount: string): Money => ({ amount, currency: 'CNY' });

const QUOTE: Quote = {
  items: [
    {
      title: { zh: '实例', en: 'Instance' },
      original: null,
      price: yuan('0.5'),
      per: { kind: 'hour' },
      times: 1,
      tiers: [
        { afterHours: 96, original: null, price: yuan('0.4') },
        { afterHours: 360, original: null, price: yuan('0.3') },
      ],
    },
  ],
  totals: [{ per: { kind: 'hour' }, original: null, price: yuan('0.5') }],
  notIncluded: [],
  at: '2026-11-28T10:00:00Z',
};

const item = (title: string, amount: string, per: PricePer, times: number): QuoteItem => ({
  title: { zh: title, en: title },
  original: null,
  price: yuan(amount),
  per,
  times,
  tiers: [],
});

const month1: PricePer = { kind: 'period', months: 1 };
const hour: PricePer = { kind: 'hour' };
const gigabyte: PricePer = { kind: 'gigabyte' };

const shown = (amount: string, per: PricePer) => shownPrice(yuan(amount), per);

/** What a dd says last is what counts in the sum. */
const lastAmounts = (list: Element | null | undefined) =>
  [...(list?.querySelectorAll('dd:not(:has([data-testid=month-estimate]))') ?? [])].map(
    (dd) => /¥([\d.]+)[^¥]*$/.exec(dd.textContent ?? '')?.[1] ?? '',
  );

test.each([
  ['an order of two paid beforehand', [item('a', '160.65', month1, 2), item('b', '96.39', month1, 2)], ['514.08']],
  [
    'three by the hour, with traffic',
    [item('a', '0.36125', hour, 3), item('b', '0.8', gigabyte, 1)],
    ['1.08375', '0.80'],
  ],
  ['a price that is for all already', [item('a', '0.30', hour, 1)], ['0.30']],
  ['seven with many digits', [item('a', '0.1', hour, 7), item('b', '0.00001', hour, 7)], ['0.70007']],
  ['a period with traffic by use', [item('a', '10', month1, 2), item('b', '0.8', gigabyte, 1)], ['20.00', '0.80']],
])('the lines of %s add up to the total, unit by unit', (_, items, totals) => {
  const units = [...new Set(items.map(({ per }) => JSON.stringify(per)))];
  const quote = {
    ...QUOTE,
    items,
    totals: totals.map((amount, index) => ({
      per: JSON.parse(units[index] ?? ''),
      original: null,
      price: yuan(amount),
    })),
  };
  const { container } = renderPiece(<QuoteView quote={quote} />);
  const lines = lastAmounts(container.querySelector('dl'));
  units.forEach((unit, index) => {
    const own = lines.filter((_line, at) => JSON.stringify(items[at]?.per) === unit);
    const sum = own.reduce<string>((all, one) => added(all, one) ?? 'NaN', '0');
    expect(formatMoney(yuan(sum)), unit).toBe(formatMoney(shown(totals[index] ?? '', JSON.parse(unit))));
  });
  const shownTotals = totals.map((amount, index) => shown(amount, JSON.parse(units[index] ?? '')).amount);
  expect(lastAmounts(screen.getByTestId('quote-total'))).toEqual(shownTotals);
});

test('what one costs stands before what all cost', () => {
  renderPiece(<QuoteView quote={{ ...QUOTE, items: [item('a', '160.65', month1, 2)] }} />);
  expect(screen.getByText('a').nextSibling).toHaveTextContent('¥160.65 × 2¥321.30');
});

test('a price that falls with the hours is shown with every step, and the sum is that of the first', () => {
  renderPiece(<QuoteView quote={QUOTE} />);
  expect(screen.getByText('使用 96 小时后').nextSibling).toHaveTextContent('¥0.40');
  expect(screen.getByText('使用 360 小时后').nextSibling).toHaveTextContent('¥0.30');
  expect(screen.getByTestId('quote-total')).toHaveTextContent('¥0.50');
});

test('beneath an hourly total stands what it comes to in a month, with the rule in its hint, and beneath no other', () => {
  const { rerender } = renderPiece(<QuoteView quote={QUOTE} />);
  const month = screen.getByTestId('month-estimate');
  // 96 h at 0.5, 264 h at 0.4, 360 h at 0.3.
  expect(month).toHaveTextContent('≈ ¥261.60 /月（按 720 小时估算）');
  expect(month).toHaveAttribute('title', expect.stringContaining('720 小时'));
  rerender(<span />);
  const paid = { per: month1, original: null, price: yuan('160.65') };
  renderPiece(<QuoteView quote={{ ...QUOTE, items: [item('a', '160.65', month1, 1)], totals: [paid] }} />);
  expect(screen.queryByTestId('month-estimate')).toBeNull();
});

test('a total that leaves out a part of the order is the least, and says which part', () => {
  const disk = { zh: '数据盘 100 GiB', en: 'a 100 GiB data disk' };
  renderPiece(<QuoteView quote={{ ...QUOTE, unquoted: [disk] }} />);
  expect(screen.getByTestId('quote-total')).toHaveTextContent('¥0.50 起');
  expect(screen.getByTestId('quote-unquoted')).toHaveTextContent('另加：数据盘 100 GiB');
});

describe('digits', () => {
  const hourly = (...amounts: string[]): Quote => {
    const total = amounts.reduce((all, one) => added(all, one) ?? 'NaN', '0');
    return {
      ...QUOTE,
      items: amounts.map((amount, index) => item(String(index), amount, hour, 1)),
      totals: [{ per: hour, original: null, price: yuan(total) }],
    };
  };

  test('an hourly price has at most four, and every digit in its hint', () => {
    renderPiece(<QuoteView quote={hourly('0.36125')} />);
    const total = screen.getByTestId('quote-total');
    expect(total).toHaveTextContent('¥0.3613 /小时');
    expect(within(total).getByTitle('¥0.36125 /小时')).toBeVisible();
  });

  test('all stand where lines that are cut would not add up', () => {
    renderPiece(<QuoteView quote={hourly('0.36125', '0.36125')} />);
    expect(screen.getByTestId('quote-total')).toHaveTextContent('¥0.7225 /小时');
    expect(screen.getAllByText('¥0.36125')).toHaveLength(2);
  });

  test('a price that four digits would make nothing of keeps its own', () => {
    renderPiece(<QuoteView quote={hourly('0.00001')} />);
    expect(screen.getByTestId('quote-total')).toHaveTextContent('¥0.00001 /小时');
  });
});

test('by the month, lines and total are estimates with their rule, and the hourly price stands beneath', () => {
  renderPiece(<QuoteView quote={QUOTE} monthly />);
  expect(screen.getByText('实例').nextSibling).toHaveTextContent('≈ ¥261.60 /月');
  const total = screen.getByTestId('quote-total');
  expect(total).toHaveTextContent('≈ ¥261.60 /月¥0.50 /小时');
  expect(screen.getByText(/按每月 720 小时估算/)).toBeVisible();
});

test('a price paid for a period is the same by the month', () => {
  const paid = { per: month1, original: null, price: yuan('160.65') };
  renderPiece(<QuoteView quote={{ ...QUOTE, items: [item('a', '160.65', month1, 1)], totals: [paid] }} monthly />);
  expect(screen.getByTestId('quote-total')).toHaveTextContent('¥160.65 1 个月');
  expect(screen.queryByText(/估算/)).toBeNull();
});
