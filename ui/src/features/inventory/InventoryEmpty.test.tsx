import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { renderPiece } from '../../testing/render';
import { InventoryEmpty } from './InventoryEmpty';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: unknown }) => <span>{children as string}</span>,
}));
afterEach(cleanup);

test('where nothing could be read, nobody says that there are none, and nothing is offered to create', () => {
  renderPiece(<InventoryEmpty accounts={1} all={0} failed={2} scopes={2} onClear={() => undefined} />);
  expect(screen.getByText('没有读到实例')).toBeVisible();
  expect(screen.getByTestId('inventory-retry')).toHaveTextContent('重试');
  expect(screen.queryByText('创建实例')).toBeNull();
});

test('where a part could not be read, the rest is empty', () => {
  renderPiece(<InventoryEmpty accounts={1} all={0} failed={1} scopes={2} onClear={() => undefined} />);
  expect(screen.getByText('这些账号里还没有实例')).toBeVisible();
});
