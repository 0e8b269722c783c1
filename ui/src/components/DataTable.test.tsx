import { screen, within } from '@testing-library/react';
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
});
