import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { AccountChange, ImportPreview } from '../../ipc/bindings';
import { renderPiece } from '../../testing/render';
import { ImportPreviewDialog } from './ImportPreviewDialog';

const change = (
  id: string,
  more: Partial<AccountChange['effect']>,
  fate: AccountChange['fate'] = 'added',
): AccountChange => ({
  id,
  label: id,
  cloud: 'x',
  fate,
  effect: {
    keyId: `key-${id}`,
    regions: ['r-1'],
    endpoint: null,
    signing: null,
    proxy: null,
    authority: null,
    usual: true,
    ...more,
  },
});

const none = { added: 0, changed: 0, kept: 0 };
const preview: ImportPreview = {
  id: 'p',
  path: '/tmp/export.json',
  exportedAt: '2026-01-01T00:00:00Z',
  appVersion: '1',
  settings: [],
  accounts: [
    change('usual', {}),
    change('odd', { endpoint: 'https://stranger.example.com', authority: 'ab'.repeat(32), usual: false }),
    change('here', {}, 'present'),
    change('strange', {}, 'unreadable_here'),
  ],
  drafts: none,
  calls: none,
  journal: none,
  leftOut: [
    { kind: 'account', id: 'a-9', label: 'newer' },
    { kind: 'journal', id: 'j-9', label: null },
  ],
};

function show() {
  const taken: unknown[] = [];
  mockIPC((command, args) => {
    if (command === 'take_export') taken.push(args);
    return [];
  });
  renderPiece(<ImportPreviewDialog preview={preview} onClose={vi.fn()} />);
  return taken;
}

afterEach(() => clearMocks());

test('ImportPreviewDialog shows what takes effect and ticks only what is the cloud’s own place', async () => {
  const taken = show();
  const [usual, odd, here, strange] = await screen.findAllByTestId('import-account');
  expect(within(usual as HTMLElement).getByTestId<HTMLInputElement>('import-account-choose').checked).toBe(true);
  expect(within(odd as HTMLElement).getByTestId<HTMLInputElement>('import-account-choose').checked).toBe(false);
  expect(odd?.textContent).toContain('https://stranger.example.com');
  expect(odd?.textContent).toContain('key-odd');
  expect(odd?.textContent).toContain('abababababababab');
  expect(within(here as HTMLElement).queryByTestId('import-account-choose')).toBeNull();
  expect(strange?.textContent).toMatch(/另一个版本|another version/);
  expect(within(strange as HTMLElement).queryByTestId('import-account-choose')).toBeNull();
  const lacking = screen.getByTestId('settings-left-out').textContent;
  expect(lacking).toMatch(/2/);
  expect(lacking).toContain('newer (a-9)');
  expect(lacking).toContain('j-9');
  fireEvent.click(screen.getByTestId('import-take'));
  await waitFor(() => expect(taken).toEqual([{ id: 'p', accounts: ['usual'] }]));
});

test('ImportPreviewDialog takes what is ticked, and begins on cancel', async () => {
  const taken = show();
  const [, odd] = await screen.findAllByTestId('import-account');
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/取消|Cancel/));
  fireEvent.click(within(odd as HTMLElement).getByTestId('import-account-choose'));
  fireEvent.click(screen.getByTestId('import-take'));
  await waitFor(() => expect(taken).toEqual([{ id: 'p', accounts: ['usual', 'odd'] }]));
});
