import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Money, Quote } from '../ipc/bindings';
import { renderPiece } from '../testing/render';
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

test('a price that falls with the hours is shown with every step, and the sum is that of the first', () => {
  renderPiece(<QuoteView quote={QUOTE} />);
  expect(screen.getByText('使用 96 小时后').nextSibling).toHaveTextContent('¥0.40');
  expect(screen.getByText('使用 360 小时后').nextSibling).toHaveTextContent('¥0.30');
  expect(screen.getByTestId('quote-total')).toHaveTextContent('¥0.50');
});
