import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { accountCloud as cloud, accountView as view } from '../../testing/account';
import { renderPiece } from '../../testing/render';
import { AccountForm } from './AccountForm';

const unknown = 'unknown' as const;
const report = {
  at: '2026-11-28T12:00:00Z',
  ok: true,
  millis: 5,
  operation: 'List',
  requestId: null,
  error: null,
  checks: [],
  may: { look: unknown, operate: unknown, buy: unknown },
};

function show() {
  const sent: { command: string; args: unknown }[] = [];
  mockIPC((command, args) => {
    sent.push({ command, args });
    if (command === 'look_at_endpoint') return { hosts: [], currency: null };
    if (command === 'test_change') return report;
    return command === 'update_account' ? view : [];
  });
  renderPiece(<AccountForm cloud={cloud} view={view} keychain onClose={vi.fn()} onAdded={vi.fn()} />);
  const type = (id: string, text: string) => fireEvent.change(screen.getByTestId(id), { target: { value: text } });
  const save = () => fireEvent.submit(screen.getByTestId('account-form'));
  const argsOf = (wanted: string) => sent.filter(({ command }) => command === wanted).map(({ args }) => args);
  const updates = () => argsOf('update_account');
  const tests = () => [...argsOf('test_account'), ...argsOf('test_draft'), ...argsOf('test_change')];
  return { type, save, updates, tests };
}

afterEach(() => clearMocks());

test('AccountForm with another name asks for no secret', async () => {
  const { type, save, updates } = show();
  type('account-label', 'renamed');
  expect(screen.queryByTestId('place-change')).toBeNull();
  save();
  await waitFor(() => expect(updates()).toMatchObject([{ draft: { label: 'renamed' }, secret: null }]));
});

test('AccountForm with another endpoint shows old and new place and needs the secret', async () => {
  const { type, save, updates } = show();
  type('account-endpoint', 'https://new.example.com');
  const told = screen.getByTestId('place-change').textContent;
  expect(told).toContain('https://old.example.com');
  expect(told).toContain('https://new.example.com');
  save();
  expect(updates()).toEqual([]);
  type('account-secret', 'hush');
  save();
  await waitFor(() =>
    expect(updates()).toMatchObject([
      { draft: { endpoint: 'https://new.example.com' }, secret: { secret: 'hush', sessionToken: null } },
    ]),
  );
});

test('AccountForm back at the place of before asks for no secret', async () => {
  const { type, save, updates } = show();
  type('account-endpoint', 'https://new.example.com');
  type('account-secret', 'hush');
  type('account-endpoint', 'https://old.example.com');
  expect(screen.queryByTestId('place-change')).toBeNull();
  save();
  await waitFor(() => expect(updates()).toMatchObject([{ secret: null }]));
});

test('the test of an account that is edited is of what stands in the form, with the kept secret', async () => {
  const { type, tests } = show();
  type('account-label', 'renamed');
  fireEvent.click(screen.getByTestId('account-test'));
  await screen.findByTestId('connection-report');
  expect(tests()).toMatchObject([{ id: 'a', draft: { label: 'renamed', regions: ['r'] }, secret: null }]);
  // A change after the test makes its result that of something else.
  type('account-label', 'again');
  expect(screen.queryByTestId('connection-report')).toBeNull();
});

test('the test of an account that is led elsewhere asks for the secret first', async () => {
  const { type, tests } = show();
  type('account-endpoint', 'https://new.example.com');
  fireEvent.click(screen.getByTestId('account-test'));
  expect(tests()).toEqual([]);
  expect(screen.getByText(/^(必填|Required)/)).toBeTruthy();
  type('account-secret', 'hush');
  fireEvent.click(screen.getByTestId('account-test'));
  await waitFor(() =>
    expect(tests()).toMatchObject([
      { id: 'a', draft: { endpoint: 'https://new.example.com' }, secret: { secret: 'hush' }, proxyPassword: null },
    ]),
  );
});
