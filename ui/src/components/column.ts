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
  /** Shown only where the table is at least so many pixels wide. */
  from?: number;
};

/** By what the rows are sorted. */
export type Sort = { column: string; descending: boolean };
