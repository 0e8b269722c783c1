import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { InventoryPage } from '../../ipc/bindings';
import { renderPiece } from '../../testing/render';
import { InventoryMeta } from './InventoryMeta';

vi.mock('@tanstack/react-router', () => ({ Link: () => null }));

const page = (all: number, running: number) =>
  ({ total: all, all, status: { scopes: 3, running, hidden: 0, failures: [] } }) as unknown as InventoryPage;

test('while the first is being read nobody says that there are none', () => {
  const { unmount } = renderPiece(<InventoryMeta page={page(0, 2)} />);
  expect(screen.queryByTestId('instance-count')).toBeNull();
  expect(screen.getByRole('status')).toHaveTextContent('刷新中 1/3');
  unmount();
  renderPiece(<InventoryMeta page={page(4, 2)} />);
  expect(screen.getByTestId('instance-count')).toHaveTextContent('4 台');
});

test('once all is read, none are none', () => {
  renderPiece(<InventoryMeta page={page(0, 0)} />);
  expect(screen.getByTestId('instance-count')).toHaveTextContent('0 台');
});
