import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { renderPiece } from '../testing/render';
import { useRefresh } from './useRefresh';

afterEach(() => clearMocks());

function Piece() {
  const { refresh } = useRefresh();
  return (
    <button type="button" onClick={refresh}>
      refresh
    </button>
  );
}

test('useRefresh says what a person asked for, and what is only due', async () => {
  const asked: unknown[] = [];
  mockIPC((command, args) => {
    if (command === 'refresh_inventory') asked.push((args as { asked: unknown }).asked);
    if (command === 'settings') return { refreshSeconds: 1 };
    if (command === 'accounts') return [{ account: { id: 'a', accessKeyId: 'k', regions: ['r'], endpoint: null } }];
    return null;
  });
  renderPiece(<Piece />);
  // At the start, and when it is time again.
  await waitFor(() => expect(asked.length).toBeGreaterThan(1));
  expect(asked).not.toContain(true);
  fireEvent.click(screen.getByRole('button'));
  await waitFor(() => expect(asked).toContain(true));
  expect(asked.filter((byPerson) => byPerson)).toHaveLength(1);
});
