import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import type { InstanceType } from '../../ipc/bindings';
import { renderPiece } from '../../testing/render';
import { type FormScope, FormScopeContext } from '../FormScope';
import { InstanceTypePicker } from './InstanceTypePicker';

afterEach(() => clearMocks());

/** A type that costs so much by the hour in each of these zones. */
function typeOf(id: string, prices: { [zone: string]: string }, soldOutZones: string[] = []): InstanceType {
  return {
    id,
    family: 'S5',
    familyTitle: null,
    vcpus: 2,
    memoryMib: 4096,
    gpus: 0,
    zones: ['z-1', 'z-2', 'z-3'],
    soldOutZones,
    prices: Object.entries(prices).map(([zone, amount]) => ({
      zone,
      price: { amount, currency: 'CNY' },
      per: { kind: 'hour' },
    })),
    disks: null,
    note: null,
  };
}

const TYPES = [
  typeOf('A.DIFFERS', { 'z-1': '0.64', 'z-2': '0.5', 'z-3': '10.5' }),
  typeOf('B.SAME', { 'z-1': '2.0', 'z-2': '2', 'z-3': '2.00' }),
  typeOf('C.CHEAP-BUT-GONE', { 'z-1': '0.1', 'z-2': '9.75', 'z-3': '10.125' }, ['z-1']),
  typeOf('D.UNSAID', {}),
  typeOf('E.ONE-ZONE', { 'z-1': '0.0625' }),
];

async function show(types: InstanceType[], zone: string | null) {
  mockIPC((command) => {
    if (command === 'instance_types') return types;
    throw new Error(command);
  });
  const scope: FormScope = {
    cloud: 'cloud',
    account: 'acc',
    region: 'region',
    problems: [],
    strict: false,
    chosen: zone === null ? {} : { zone: [zone] },
    everything: false,
    newer: false,
    room: 'page',
    onClear: () => undefined,
  };
  renderPiece(
    <FormScopeContext value={scope}>
      <InstanceTypePicker id="type" value="" onChange={() => undefined} />
    </FormScopeContext>,
  );
  await screen.findAllByTestId('type-row');
}

/** The types with their prices, from top to bottom. */
const listed = () =>
  screen
    .getAllByTestId('type-row')
    .map((row) => [row.dataset.instanceType, within(row).queryByTestId('type-price')?.textContent ?? null]);

describe('the price in the table of types', () => {
  test('is that of the chosen zone', async () => {
    await show(TYPES, 'z-1');
    expect(listed()).toEqual([
      ['A.DIFFERS', '¥0.64 /小时'],
      ['B.SAME', '¥2.00 /小时'],
      ['C.CHEAP-BUT-GONE', '¥0.10 /小时'],
      ['D.UNSAID', null],
      ['E.ONE-ZONE', '¥0.0625 /小时'],
    ]);
  });

  test('is the lowest of the zones with any left when none is chosen, and says so where they differ', async () => {
    await show(TYPES, null);
    expect(listed()).toEqual([
      ['A.DIFFERS', '¥0.50 /小时 起'],
      ['B.SAME', '¥2.00 /小时'],
      ['C.CHEAP-BUT-GONE', '¥9.75 /小时 起'],
      ['D.UNSAID', null],
      ['E.ONE-ZONE', '¥0.0625 /小时'],
    ]);
  });

  test('is sorted by its amount, and what has none comes last', async () => {
    await show(TYPES, 'z-3');
    const sort = screen.getByRole('button', { name: '价格（不含磁盘）' });
    expect(sort).toHaveAccessibleDescription(/按量计费.*不含磁盘和网络/);
    await userEvent.click(sort);
    expect(listed().map(([id]) => id)).toEqual(['B.SAME', 'C.CHEAP-BUT-GONE', 'A.DIFFERS', 'D.UNSAID', 'E.ONE-ZONE']);
    await userEvent.click(sort);
    expect(listed().map(([id]) => id)).toEqual(['A.DIFFERS', 'C.CHEAP-BUT-GONE', 'B.SAME', 'D.UNSAID', 'E.ONE-ZONE']);
  });

  test('has no column where the cloud says nothing', async () => {
    await show([typeOf('D.UNSAID', {})], null);
    expect(screen.queryByRole('columnheader', { name: /价格/ })).toBeNull();
    expect(screen.getByRole('columnheader', { name: '库存' })).toBeVisible();
  });
});

test('the table of types shows a month where one looks by the month, and the hour beneath', async () => {
  localStorage.clear();
  await show(TYPES, 'z-1');
  await userEvent.click(within(screen.getByTestId('type-price-by')).getByText('月'));
  expect(listed()[0]).toEqual(['A.DIFFERS', '≈ ¥460.80 /月']);
  expect(screen.getAllByTestId('type-row')[0]).toHaveTextContent('¥0.64 /小时');
  localStorage.clear();
});
