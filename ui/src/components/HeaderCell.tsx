import { Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconInfoCircle } from '@tabler/icons-react';
import type { Column, Sort } from './column';
import classes from './DataTable.module.css';

type Props<Row> = { column: Column<Row>; sort: Sort | null; windowed: boolean; onSort: () => void };

/** A column's title; a button when the column can be sorted by. */
export function HeaderCell<Row>({ column, sort, windowed, onSort }: Props<Row>) {
  // A column of buttons needs no title, and a header without words is none.
  if (column.title === '') return <div role="gridcell" />;
  const sortable = windowed ? column.sortable : column.sortBy;
  const order = sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const title = sortable ? (
    <button type="button" className={classes.sort} onClick={onSort} aria-description={column.hint}>
      {column.title}
      {column.hint && <IconInfoCircle size={12} aria-hidden />}
      {order === 'ascending' && <IconArrowUp size={12} aria-hidden />}
      {order === 'descending' && <IconArrowDown size={12} aria-hidden />}
    </button>
  ) : (
    <span aria-description={column.hint}>{column.title}</span>
  );
  return (
    <div
      role="columnheader"
      className={classes.title}
      data-align={column.align}
      aria-sort={sortable ? (order ?? 'none') : undefined}
    >
      {column.hint ? (
        <Tooltip label={column.hint} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
          {title}
        </Tooltip>
      ) : (
        title
      )}
    </div>
  );
}
