import type { ReactNode } from 'react';

/** A column of {@link file://./DataTable.tsx}. */
export type Column<Row> = {
  id: string;
  title: string;
  /** What the title leaves unsaid, for those who point at it or hear it. */
  hint?: string;
  /** A CSS grid track: `minmax(160px, 2fr)`, `96px`. */
  width: string;
  cell: (row: Row) => ReactNode;
  /** Numbers and money stand on the right. */
  align?: 'end';
  /** What to sort by, when all rows are at hand. */
  sortBy?: (row: Row) => string | number | null;
  /** Whether the owner of windowed rows can sort by it. */
  sortable?: boolean;
  /** Shown only where the table is at least so many pixels wide. Those that do not fit are left out anyway, see {@link fitting}. */
  from?: number;
};

/** By what the rows are sorted. */
export type Sort = { column: string; descending: boolean };

/** So many columns stay, however narrow the table is: what a row is told by. */
const STAY = 2;

/**
 * The columns that fit side by side into so many pixels, from the left; a column without a title (of buttons) always stays.
 * Before the width is known (0), all of them.
 */
export function fitting<Row>(columns: Column<Row>[], width: number): Column<Row>[] {
  if (width === 0) return columns;
  const shown = columns.filter(({ from }) => from === undefined || width >= from);
  let missing = shown.reduce((sum, column) => sum + least(column), -width);
  const left = new Set<Column<Row>>();
  for (const column of shown.slice(STAY).reverse()) {
    if (missing <= 0) break;
    if (column.title === '') continue;
    left.add(column);
    missing -= least(column);
  }
  return shown.filter((column) => !left.has(column));
}

/** How narrow a column can be: the first length of its track. */
function least({ width }: { width: string }): number {
  return Number(/(\d+)px/.exec(width)?.[1] ?? 0);
}
