import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { Account } from '../../ipc/bindings';
import { failure } from '../../testing/activity';
import { renderPiece } from '../../testing/render';
import { RemoveAccount } from './RemoveAccount';

afterEach(() => clearMocks());

test('an account with acts of unknown outcome is removed only by a second, knowing answer', async () => {
  const asked: unknown[] = [];
  mockIPC((command, args) => {
    if (command !== 'remove_account') return [];
    asked.push(args);
    const words = { zh: '这个账号还有 2 个操作不知道结果。账号没有被移除。', en: 'two acts' };
    return (args as { anyway: boolean }).anyway ? null : Promise.reject(failure('conflict', { words }));
  });
  const onClose = vi.fn();
  renderPiece(<RemoveAccount account={{ id: 'a', label: 'A' } as Account} onClose={onClose} />);
  const button = await screen.findByTestId('account-remove-confirm');
  expect(button).toHaveTextContent('移除');
  await userEvent.click(button);
  expect(await screen.findByTestId('error-notice')).toHaveTextContent('还有 2 个操作不知道结果');
  expect(button).toHaveTextContent('仍然移除');
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click(button);
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  expect(asked).toEqual([
    { id: 'a', anyway: false },
    { id: 'a', anyway: true },
  ]);
});
