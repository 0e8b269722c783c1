import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

async function open() {
  window.location.hash = '/settings';
  render(<App />);
  await screen.findByTestId('nav-settings', undefined, { timeout: 8000 });
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  return screen.findByTestId('search-input', undefined, { timeout: 8000 });
}

describe('the palette', () => {
  test('offers pages and commands before anything is typed, and finds by words of either language', async () => {
    const field = await open();
    expect(within(screen.getByTestId('palette-pages')).getAllByRole('option').length).toBeGreaterThanOrEqual(8);
    expect(screen.queryByTestId('palette-recent')).toBeNull();
    await waitFor(() => expect(screen.getAllByRole('option')[0]).toHaveAttribute('data-combobox-selected'));
    await userEvent.type(field, 'light dark');
    expect(within(await screen.findByTestId('palette-actions')).getByRole('option')).toHaveTextContent('切换明暗主题');
    await userEvent.clear(field);
    await userEvent.type(field, '腾讯云 DescribeInstances');
    await waitFor(() =>
      expect(within(screen.getByTestId('palette-operations')).getAllByRole('option')[0]).toHaveAttribute(
        'data-entry',
        'operation/tencent/DescribeInstances',
      ),
    );
  }, 20_000);

  test('what was chosen is offered first the next time', async () => {
    const field = await open();
    await userEvent.type(field, '操作记录{Enter}');
    await screen.findByRole('heading', { level: 1, name: '操作记录' }, { timeout: 8000 });
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const recent = await screen.findByTestId('palette-recent');
    expect(within(recent).getByRole('option')).toHaveTextContent('操作记录');
  }, 20_000);
});
