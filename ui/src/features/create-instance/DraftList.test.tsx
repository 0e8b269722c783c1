import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { renderPiece } from '../../testing/render';
import { DraftList } from './DraftList';

afterEach(() => clearMocks());

test('a draft that cannot be read is listed as such until it is deleted', async () => {
  let kept = [{ id: 'draft-1', label: '两台网站', cloud: null }];
  mockIPC((command, args) => {
    if (command === 'delete_draft') kept = kept.filter(({ id }) => id !== (args as { id: string }).id);
    return command === 'unreadable_drafts' ? kept : [];
  });
  renderPiece(<DraftList accounts={[]} onResume={() => undefined} />);
  const row = await screen.findByTestId('draft-unreadable');
  expect(row).toHaveTextContent(/两台网站.*当前版本无法读取/);
  await userEvent.click(within(row).getByRole('button', { name: '删除草稿 两台网站' }));
  await waitFor(() => expect(screen.queryByTestId('draft-unreadable')).toBeNull());
});
