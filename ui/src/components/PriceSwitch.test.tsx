import { act, renderHook, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { renderPiece } from '../testing/render';
import { PriceSwitch } from './PriceSwitch';
import { usePriceView } from './usePriceView';

beforeEach(() => localStorage.clear());

test('both switches stand on the same, by keyboard too, and it outlives the window', async () => {
  const { unmount } = renderPiece(
    <>
      <PriceSwitch testId="one" />
      <PriceSwitch testId="other" />
    </>,
  );
  const [hour] = screen.getAllByRole('radio', { name: '小时' });
  expect(hour).toBeChecked();
  act(() => hour?.focus());
  await userEvent.keyboard('{ArrowRight}');
  for (const month of screen.getAllByRole('radio', { name: '月' })) expect(month).toBeChecked();
  unmount();
  renderPiece(<PriceSwitch testId="again" />);
  expect(screen.getByRole('radio', { name: '月' })).toBeChecked();
});

test.each([
  ['{"by":"month","hours":200}', { by: 'month', hours: 200 }],
  ['{"by":"year","hours":0}', { by: 'hour', hours: 720 }],
  ['{"hours":745}', { by: 'hour', hours: 720 }],
  ['nonsense', { by: 'hour', hours: 720 }],
])('%s was remembered as is, or not at all', (text, view) => {
  localStorage.setItem('price-view', text);
  expect(renderHook(usePriceView).result.current[0]).toEqual(view);
});
