import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import type { DataFolderView } from '../../ipc/bindings';
import { renderPiece } from '../../testing/render';
import { DataRows } from './DataRows';

afterEach(() => clearMocks());

const now: DataFolderView = {
  folder: '/now',
  next: null,
  usual: null,
  failure: null,
  asItIs: false,
  held: null,
  moved: [],
  others: 'nothing',
};
const held = { folder: '/there', accounts: 3, drafts: 1, acts: 120, latest: '2026-03-01T10:00:00Z' };

function answer(command: string): unknown {
  switch (command) {
    case 'data_folder':
    case 'keep_data_folder':
      return now;
    case 'choose_data_folder':
      return { ...now, held };
    case 'adopt_data_folder':
      return { ...now, next: '/there', asItIs: true };
    case 'app_info':
      return { keychain: { kind: 'available' } };
    default:
      return null;
  }
}

test('a folder that holds data is offered with what it holds, and used as it is only on demand', async () => {
  mockIPC((command) => answer(command));
  renderPiece(<DataRows />);
  await userEvent.click(await screen.findByTestId('settings-folder-move'));
  const offer = await screen.findByTestId('settings-folder-held');
  expect(offer).toHaveTextContent(/\/there.*3 个账号.*1 个草稿.*120 条操作记录/);
  expect(offer).toHaveTextContent('不会合并，也不会覆盖');
  await userEvent.click(screen.getByTestId('settings-folder-stay'));
  expect(screen.queryByTestId('settings-folder-held')).toBeNull();

  await userEvent.click(screen.getByTestId('settings-folder-move'));
  await userEvent.click(await screen.findByTestId('settings-folder-use'));
  expect(await screen.findByTestId('settings-folder-next')).toHaveTextContent('下次启动时改用 /there 里已有的数据');
  expect(screen.queryByTestId('settings-folder-held')).toBeNull();
});

test('what a move left behind, and a folder that others may look into, are told', async () => {
  const told: DataFolderView = { ...now, moved: ['/old/moved-yundeck.db'], others: 'see' };
  mockIPC((command) => (command === 'data_folder' ? told : answer(command)));
  renderPiece(<DataRows />);
  expect(await screen.findByTestId('settings-folder-moved')).toHaveTextContent(
    '移动前的数据还在 /old/moved-yundeck.db，新文件夹第二次启动时会删除它。',
  );
  expect(screen.getByTestId('settings-folder-others')).toHaveTextContent('读不了 Yundeck 的文件');
});

test('of a folder that is its owner’s alone nothing is told', async () => {
  mockIPC((command) => answer(command));
  renderPiece(<DataRows />);
  await screen.findByTestId('settings-folder');
  expect(screen.queryByTestId('settings-folder-moved')).toBeNull();
  expect(screen.queryByTestId('settings-folder-others')).toBeNull();
});

test('a disk that keeps no permissions is told as such', async () => {
  const told: DataFolderView = { ...now, others: 'unknown' };
  mockIPC((command) => (command === 'data_folder' ? told : answer(command)));
  renderPiece(<DataRows />);
  expect(await screen.findByTestId('settings-folder-others')).toHaveTextContent('不保存文件权限');
});
