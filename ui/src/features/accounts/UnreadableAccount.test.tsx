import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { renderPiece } from '../../testing/render';
import { UnreadableAccount } from './UnreadableAccount';

afterEach(() => clearMocks());

test('an account that cannot be read says so by its label or id, and can be removed', async () => {
  const removed: unknown[] = [];
  mockIPC((command, args) => {
    if (command === 'remove_account') removed.push(args);
    return command === 'clouds' ? [] : null;
  });
  renderPiece(
    <>
      <UnreadableAccount account={{ id: 'id-1', label: '生产', cloud: 'later' }} />
      <UnreadableAccount account={{ id: 'id-2', label: null, cloud: null }} />
    </>,
  );
  const [first, second] = screen.getAllByTestId('account-unreadable');
  expect(first).toHaveTextContent(/生产.*当前版本无法读取.*id-1/s);
  expect(second).toHaveTextContent('id-2');
  await userEvent.click(screen.getAllByTestId('account-unreadable-remove')[1] as HTMLElement);
  await userEvent.click(await screen.findByTestId('account-remove-confirm'));
  expect(removed).toEqual([{ id: 'id-2', anyway: false }]);
});
