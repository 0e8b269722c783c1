import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { install, uninstall } from './fake/install';

beforeEach(() => {
  localStorage.clear();
  install();
});
afterEach(() => {
  cleanup();
  uninstall();
});

test.each([
  ['/quotes?account=acc-tencent', 'POSTPAID_BY_HOUR'],
  ['/quotes?account=acc-kingsoft', 'HourlyInstantSettlement'],
  ['/quotes?account=acc-ucs', 'Dynamic'],
  ['/create?account=acc-tencent', 'POSTPAID_BY_HOUR'],
  ['/create?account=acc-kingsoft', 'HourlyInstantSettlement'],
  ['/create?account=acc-ucs', 'Dynamic'],
])('how it is paid stands beside the price, and is chosen already: %s', async (address, value) => {
  window.location.hash = address;
  render(<App />);
  const panel = await screen.findByTestId('quote-panel');
  await waitFor(() =>
    expect(panel.querySelector('[data-testid="quote-billing"]')).toHaveAttribute('data-value', value),
  );
});
