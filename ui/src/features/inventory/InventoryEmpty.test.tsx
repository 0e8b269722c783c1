import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { ScopeFailure } from '../../ipc/bindings';
import { failure } from '../../testing/activity';
import { renderPiece } from '../../testing/render';
import { InventoryEmpty } from './InventoryEmpty';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: unknown }) => <span>{children as string}</span>,
}));
afterEach(cleanup);

const failed = (region: string, kind: 'permission_denied' | 'network'): ScopeFailure => ({
  scope: { account: 'a', region },
  cloud: 'c',
  accountLabel: '生产',
  error: failure(kind, { delivery: 'answered' }),
  paused: false,
});

test('where nothing could be read, nobody says that there are none, and nothing is offered to create', () => {
  renderPiece(
    <InventoryEmpty
      accounts={1}
      all={0}
      failures={[failed('r-1', 'permission_denied'), failed('r-2', 'permission_denied')]}
      scopes={2}
      onClear={() => undefined}
    />,
  );
  expect(screen.getByText('没有读到实例')).toBeVisible();
  expect(screen.getByTestId('inventory-retry')).toHaveTextContent('重试');
  // Why stands there itself, once for what is the same.
  expect(screen.getAllByTestId('error-notice').map(({ dataset }) => dataset.kind)).toEqual(['permission_denied']);
  expect(screen.queryByText('创建实例')).toBeNull();
});

test('where a part could not be read, the rest is empty', () => {
  renderPiece(
    <InventoryEmpty accounts={1} all={0} failures={[failed('r-1', 'network')]} scopes={2} onClear={() => undefined} />,
  );
  expect(screen.getByText('这些账号里还没有实例')).toBeVisible();
});
