import type { QueryClient } from '@tanstack/react-query';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { accountCloud as cloud, accountView as view } from '../../testing/account';
import { renderPiece } from '../../testing/render';
import { AccountForm } from './AccountForm';
import { RekeyPanel } from './RekeyPanel';

// It leads to the help, and there are no other pages here.
vi.mock('./KeyHelp', () => ({ KeyHelp: () => null }));

const PLANTED = 'planted-5e1f';

afterEach(() => clearMocks());

/** Answers the commands, and keeps what they were called with. */
function answering() {
  const sent: { command: string; args: unknown }[] = [];
  mockIPC((command, args) => {
    sent.push({ command, args });
    if (command === 'look_at_endpoint') return { hosts: [], currency: null };
    if (command === 'app_info') return { keychain: { kind: 'available' } };
    if (command === 'clouds') return [cloud];
    if (command === 'test_draft' || command === 'test_account')
      return { ok: true, abilities: [], problems: [], checks: [] };
    return ['add_account', 'update_account', 'rekey_account'].includes(command) ? view : [];
  });
  return (command: string) => sent.filter((one) => one.command === command).map(({ args }) => JSON.stringify(args));
}

const type = (id: string, text: string) => fireEvent.change(screen.getByTestId(id), { target: { value: text } });

/** Everything that the query client holds, whoever would look at it. */
function held(client: QueryClient): string {
  const mutations = client.getMutationCache().getAll();
  const queries = client.getQueryCache().getAll();
  return JSON.stringify([mutations.map(({ state }) => state), queries.map(({ queryKey, state }) => [queryKey, state])]);
}

test('AccountForm tested and saved leaves no secret in the query client, nor in its fields', async () => {
  const sent = answering();
  const { client, container, unmount } = renderPiece(
    <AccountForm cloud={cloud} view={null} keychain onClose={vi.fn()} onAdded={vi.fn()} />,
  );
  type('account-label', 'ours');
  type('account-key-id', 'k');
  type('account-secret', `${PLANTED}-secret`);
  type('account-session-token', `${PLANTED}-token`);
  type('account-endpoint', 'https://here.example.com');
  await userEvent.type(screen.getByTestId('account-regions'), 'r{Enter}{Tab}');
  fireEvent.submit(screen.getByTestId('account-form'));
  await waitFor(() => expect(sent('test_draft')).toHaveLength(1));
  expect(held(client)).not.toContain(PLANTED);
  await waitFor(() => expect(sent('add_account')[0]).toContain(PLANTED));
  await waitFor(() => expect(screen.getByTestId('account-secret')).toHaveValue(''));
  expect(held(client)).not.toContain(PLANTED);
  expect([...container.querySelectorAll('input')].map(({ value }) => value).join()).not.toContain(PLANTED);
  unmount();
  await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
});

test('RekeyPanel saved leaves no secret in the query client', async () => {
  const sent = answering();
  const { client, unmount } = renderPiece(<RekeyPanel view={view} onClose={vi.fn()} />);
  await screen.findByTestId('rekey-form');
  type('account-secret', `${PLANTED}-secret`);
  fireEvent.submit(screen.getByTestId('rekey-form'));
  await waitFor(() => expect(sent('rekey_account')[0]).toContain(PLANTED));
  expect(held(client)).not.toContain(PLANTED);
  unmount();
  await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
});
