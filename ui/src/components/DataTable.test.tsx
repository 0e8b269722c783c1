import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { renderPiece } from '../testing/render';
import type { Column } from './column';
import { DataTable } from './DataTable';

type Row = { id: string; size: number };
const rows: Row[] = Array.from({ length: 5000 }, (_, index) => ({ id: `row-${index}`, size: (index * 7919) % 5000 }));
const columns: Column<Row>[] = [
  { id: 'id', title: 'Id', width: '1fr', cell: (row) => row.id },
  { id: 'size', title: 'Size', width: '80px', cell: (row) => row.size, sortBy: (row) => row.size, sortable: true },
];
const bodyRows = () => screen.getAllByRole('row').slice(1);

function Selectable({ onOpen }: { onOpen: (row: Row) => void }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      <DataTable
        label="rows"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        selected={selected}
        onSelect={setSelected}
        onOpen={onOpen}
      />
      <output>{[...selected].join()}</output>
    </>
  );
}

describe('the table', () => {
  test('has no more rows in the document than about a screen', () => {
    renderPiece(<DataTable label="rows" columns={columns} rows={rows} rowId={(row) => row.id} />);
    expect(bodyRows().length).toBeGreaterThan(5);
    expect(bodyRows().length).toBeLessThan(40);
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '5001');
  });

  test('sorts by a column, up and down', async () => {
    renderPiece(<DataTable label="rows" columns={columns} rows={rows} rowId={(row) => row.id} />);
    const sort = screen.getByRole('button', { name: 'Size' });
    await userEvent.click(sort);
    expect(within(bodyRows()[0] as HTMLElement).getByText('0')).toBeVisible();
    await userEvent.click(sort);
    expect(within(bodyRows()[0] as HTMLElement).getByText('4999')).toBeVisible();
    expect(screen.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  });

  test('leaves sorting and the rest of the rows to the owner of a window', async () => {
    const onSort = vi.fn();
    const onVisible = vi.fn();
    renderPiece(
      <DataTable
        label="rows"
        columns={columns}
        rows={rows.slice(0, 3)}
        rowId={(row) => row.id}
        window={{ from: 0, total: 5000, onVisible }}
        sort={null}
        onSort={onSort}
      />,
    );
    expect(bodyRows()).toHaveLength(3);
    expect(onVisible).toHaveBeenCalledWith(0, expect.any(Number));
    await userEvent.click(screen.getByRole('button', { name: 'Size' }));
    expect(onSort).toHaveBeenCalledWith({ column: 'size', descending: false });
  });

  test('is used by keyboard alone: move, open, select', async () => {
    const onOpen = vi.fn();
    renderPiece(<Selectable onOpen={onOpen} />);
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(onOpen).toHaveBeenCalledWith(rows[1]);
    await userEvent.keyboard(' {ArrowDown} ');
    expect(screen.getByRole('status')).toHaveTextContent('row-1,row-2');
    await userEvent.keyboard('{Control>}a{/Control}');
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
  });

  test('opening a row and selecting it are different clicks', async () => {
    const onOpen = vi.fn();
    const onSelect = vi.fn();
    renderPiece(
      <DataTable
        label="rows"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        selected={new Set()}
        onSelect={onSelect}
        onOpen={onOpen}
      />,
    );
    await userEvent.click(within(bodyRows()[0] as HTMLElement).getByRole('checkbox'));
    expect(onOpen).not.toHaveBeenCalled();
    expect(onSelect).toHaveBeenCalledWith(new Set(['row-0']));
  });

  const marked = () => screen.getByRole('status').textContent?.split(',').filter(Boolean) ?? [];
  const rowOf = (index: number) => bodyRows()[index] as HTMLElement;

  test('a range is marked by Shift and a click, from the row that was marked last; a click alone opens', async () => {
    const onOpen = vi.fn();
    const user = userEvent.setup();
    renderPiece(<Selectable onOpen={onOpen} />);
    await user.click(within(rowOf(1)).getByRole('checkbox'));
    await user.keyboard('{Shift>}');
    await user.click(rowOf(4));
    expect(marked()).toEqual(['row-1', 'row-2', 'row-3', 'row-4']);
    await user.click(within(rowOf(2)).getByRole('checkbox'));
    expect(marked()).toEqual(['row-1', 'row-2']);
    await user.keyboard('{/Shift}{Control>}');
    await user.click(rowOf(6));
    await user.click(rowOf(1));
    await user.keyboard('{/Control}');
    expect(marked()).toEqual(['row-2', 'row-6']);
    expect(onOpen).not.toHaveBeenCalled();
    await user.click(rowOf(3));
    expect(onOpen).toHaveBeenCalledOnce();
    expect(marked()).toEqual(['row-2', 'row-6']);
  });

  test('a range is marked by Shift and the arrows, and shrinks again; what was marked before stays', async () => {
    renderPiece(<Selectable onOpen={() => undefined} />);
    screen.getByRole('grid').focus();
    await userEvent.keyboard(' {ArrowDown}{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(marked()).toEqual(['row-0', 'row-2', 'row-3', 'row-4']);
    await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{ArrowUp}{/Shift}');
    expect(marked()).toEqual(['row-0', 'row-1', 'row-2']);
  });

  test('a range over rows that are not at hand is asked of the owner', async () => {
    const onSelect = vi.fn();
    const idsOf = vi.fn(async (from: number, to: number) => rows.slice(from, to).map(({ id }) => id));
    renderPiece(
      <DataTable
        label="rows"
        columns={columns}
        rows={rows.slice(1, 30)}
        rowId={(row) => row.id}
        window={{ from: 1, total: 5000, onVisible: () => undefined }}
        selected={new Set()}
        onSelect={onSelect}
        idsOf={idsOf}
      />,
    );
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowDown}{Shift>}{ArrowUp}{/Shift}');
    await vi.waitFor(() => expect(onSelect).toHaveBeenLastCalledWith(new Set(['row-0', 'row-1'])));
    expect(idsOf).toHaveBeenCalledWith(0, 2);
  });

  test('a right click, and the key for it, ask what can be done with the row', () => {
    const onMenu = vi.fn();
    renderPiece(<DataTable label="rows" columns={columns} rows={rows} rowId={(row) => row.id} onMenu={onMenu} />);
    expect(fireEvent.contextMenu(rowOf(3), { clientX: 40, clientY: 50 })).toBe(false);
    expect(onMenu).toHaveBeenLastCalledWith(rows[3], { x: 40, y: 50 });
    fireEvent.contextMenu(screen.getByRole('grid'));
    expect(onMenu).toHaveBeenCalledTimes(2);
    expect(onMenu.mock.lastCall?.[0]).toBe(rows[3]);
  });
});
