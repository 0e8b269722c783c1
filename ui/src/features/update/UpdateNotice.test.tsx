import { emit } from '@tauri-apps/api/event';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { i18next } from '../../i18n/i18n';
import type { UpdateNotice as Notice } from '../../ipc/bindings';
import { followShell } from '../../ipc/events';
import { renderPiece } from '../../testing/render';
import { UpdateNotice } from './UpdateNotice';

afterEach(async () => {
  clearMocks();
  await i18next.changeLanguage('zh-CN');
});

const told: Notice = { version: '0.3.0', current: '0.2.0', page: 'https://yundeck.example/releases' };

/** A shell that tells of a version; what it was called with. */
function shell(notice: () => Notice | null): [command: string, args: unknown][] {
  const called: [string, unknown][] = [];
  mockIPC(
    (command, args) => {
      called.push([command, args]);
      return command === 'update_notice' ? notice() : null;
    },
    { shouldMockEvents: true },
  );
  return called;
}

test('nothing stands there while there is no newer version', async () => {
  const called = shell(() => null);
  renderPiece(<UpdateNotice className={undefined} />);
  await waitFor(() => expect(called.map(([command]) => command)).toContain('update_notice'));
  expect(screen.queryByTestId('update-notice')).toBeNull();
});

test.each([
  ['zh-CN', '有新版本 0.3.0', '不会自动安装', '打开发布页'],
  ['en', '0.3.0 is out', 'nothing installs itself', 'Open the release page'],
])('in %s it says which, that nothing is installed, and leads to the page', async (language, short, byHand, open) => {
  await i18next.changeLanguage(language);
  const called = shell(() => told);
  const user = userEvent.setup();
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  renderPiece(<UpdateNotice className={undefined} />);
  const button = await screen.findByTestId('update-notice');
  expect(button).toHaveTextContent(short);
  await user.click(button);
  const box = await screen.findByTestId('update-told');
  expect(box).toHaveTextContent('0.2.0');
  expect(box).toHaveTextContent(byHand);
  expect(box).toHaveTextContent('https://yundeck.example/releases');
  await user.click(within(box).getByRole('button', { name: open }));
  expect(called).toContainEqual(['open_update_page', {}]);
  const copy = within(box).getAllByRole('button')[0];
  if (copy) await user.click(copy);
  expect(copied).toHaveBeenCalledWith('https://yundeck.example/releases');
});

test('dismissed, it goes, and the shell is told which version', async () => {
  const called = shell(() => ({ ...told, page: null }));
  renderPiece(<UpdateNotice className={undefined} />);
  await userEvent.click(await screen.findByTestId('update-notice'));
  expect(screen.queryByTestId('update-page')).toBeNull();
  await userEvent.click(await screen.findByTestId('update-dismiss'));
  await waitFor(() => expect(screen.queryByTestId('update-notice')).toBeNull());
  expect(called).toContainEqual(['dismiss_update', { version: '0.3.0' }]);
});

test('it comes while the window is open', async () => {
  let notice: Notice | null = null;
  shell(() => notice);
  const { client } = renderPiece(<UpdateNotice className={undefined} />);
  const stop = followShell(client, () => undefined);
  await waitFor(() => expect(client.isFetching()).toBe(0));
  expect(screen.queryByTestId('update-notice')).toBeNull();
  notice = told;
  await act(() => emit('update-changed', null));
  expect(await screen.findByTestId('update-notice')).toHaveAttribute('data-version', '0.3.0');
  stop();
});
