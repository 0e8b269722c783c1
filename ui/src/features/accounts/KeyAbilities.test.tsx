import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ConnectionReport } from '../../ipc/bindings';
import { failure } from '../../testing/activity';
import { renderPiece } from '../../testing/render';
import { KeyAbilities } from './KeyAbilities';

const report: ConnectionReport = {
  at: '2026-01-01T00:00:00Z',
  ok: true,
  millis: 5,
  operation: 'ListThings',
  requestId: null,
  error: null,
};

test('KeyAbilities of a key that was refused the price says that buying lacks it, and that operating was not tried', () => {
  const vendor = { code: 'NoPrice', message: 'no', requestId: null, httpStatus: 403, explanation: null };
  renderPiece(
    <KeyAbilities
      report={{
        ...report,
        checks: [
          { need: 'instances', operation: 'ListThings', error: null },
          { need: 'price', operation: 'AskPrice', error: failure('permission_denied', { vendor }) },
        ],
        may: { look: 'yes', operate: 'not_tried', buy: 'lacking' },
      }}
    />,
  );
  const told = within(screen.getByTestId('key-abilities'));
  expect(told.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    '查看可以',
    '操作未验证',
    '购买缺权限',
  ]);
  expect(screen.getByTestId('key-refusal')).toHaveTextContent('询价（AskPrice）');
  expect(screen.getByTestId('key-refusal')).toHaveTextContent('NoPrice');
});

test('KeyAbilities of a key that was tried says what was not refused, which is no yes', () => {
  renderPiece(
    <KeyAbilities
      report={{
        ...report,
        checks: [{ need: 'instances', operation: 'ListThings', error: null }],
        may: { look: 'yes', operate: 'not_refused', buy: 'not_tried' },
      }}
    />,
  );
  const told = within(screen.getByTestId('key-abilities')).getAllByRole('listitem');
  expect(told.map((item) => item.textContent)).toEqual(['查看可以', '操作未被拒绝', '购买未验证']);
});

test('KeyAbilities of a report of an earlier version shows nothing', () => {
  renderPiece(<KeyAbilities report={report} />);
  expect(screen.queryByTestId('key-abilities')).toBeNull();
});
