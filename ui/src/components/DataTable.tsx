import { Checkbox, Skeleton } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent as MouseHappening,
  memo,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, fitting, type Sort } from './column';
import classes from './DataTable.module.css';
import { HeaderCell } from './HeaderCell';
import { useSortedRows } from './useSortedRows';

type Props<Row> = {
  /** When it changes (another filter, another order), the table begins at the top again. */
  topKey?: string;
  /** What the table lists, for those who do not see it. */
  label: string;
  columns: Column<Row>[];
  /** All rows; with `window`, only rows `[window.from, window.from + rows.length)` of `window.total`. */
  rows: Row[];
  rowId: (row: Row) => string;
  window?: { from: number; total: number; onVisible: (from: number, to: number) => void };
  sort?: Sort | null;
  /** With `window`, the owner sorts; without, the table does, and this hears of it. */
  onSort?: (sort: Sort) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  /** What the box in the header does; without it, it selects the rows at hand. */
  onSelectAll?: () => void;
  /** With `window`: the ids of the rows of a range, of which not all need be at hand. */
  idsOf?: (from: number, to: number) => Promise<string[]>;
  /** The row whose details are open. */
  openId?: string | null;
  onOpen?: (row: Row) => void;
  /** Asks what can be done with a row: a right click, or the key for it; where it was asked on the screen. */
  onMenu?: (row: Row, at: { x: number; y: number }) => void;
  /** Hooks for tests: `data-*` attributes of a row. */
  rowProps?: (row: Row) => { [attribute: `data-${string}`]: string | undefined };
  rowHeight?: number;
  loading?: boolean;
  /** Shown in place of rows. */
  empty?: ReactNode;
};

/** How wide the column of boxes is. */
const CHECK = 34;

const SKELETONS = Array.from({ length: 9 }, (_, index) => index);

/** The one table: windowed (only rows on the screen are in the document), sortable, and usable by keyboard alone. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const {
    columns: allColumns,
    rows: given,
    rowId,
    window: rowWindow,
    selected,
    onSelect,
    onOpen,
    rowHeight = 34,
  } = props;
  const { t } = useTranslation();
  const tableId = useId();
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(scroller, sizeRef);
  const [ownSort, setOwnSort] = useState<Sort | null>(null);
  const [active, setActive] = useState(-1);
  // A range begins at the row that was marked or gone to last, and is added to what was marked by then.
  const range = useRef<{ at: number; base: ReadonlySet<string> } | null>(null);

  const sort = props.sort === undefined ? ownSort : props.sort;
  const rows = useSortedRows(given, allColumns, sort, rowWindow !== undefined);
  const total = rowWindow?.total ?? rows.length;
  const from = rowWindow?.from ?? 0;
  const room = width === 0 ? 0 : width - (onSelect ? CHECK : 0);
  const columns = useMemo(() => fitting(allColumns, room), [allColumns, room]);
  const template = `${onSelect ? `${CHECK}px ` : ''}${columns.map((column) => column.width).join(' ')}`;

  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollPaddingStart: 32,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const onVisible = rowWindow?.onVisible;
  useEffect(() => onVisible?.(first, last + 1), [onVisible, first, last]);

  const { topKey } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what sends it to the top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
    setActive(-1);
    range.current = null;
  }, [topKey, sort?.column, sort?.descending]);

  const applySort = (column: Column<Row>) => {
    const next = { column: column.id, descending: sort?.column === column.id ? !sort.descending : false };
    if (props.sort === undefined) setOwnSort(next);
    props.onSort?.(next);
  };
  const toggle = (row: Row, index: number) => {
    if (!onSelect || !selected) return;
    const next = new Set(selected);
    const id = rowId(row);
    if (!next.delete(id)) next.add(id);
    range.current = { at: index, base: next };
    onSelect(next);
  };
  /** Marks everything from where the range began up to a row. */
  const extend = (to: number, start: number) => {
    if (!onSelect || !selected) return;
    range.current ??= { at: Math.max(start, 0), base: selected };
    const { at, base } = range.current;
    const [first, end] = [Math.min(at, to), Math.max(at, to) + 1];
    const mark = (ids: string[]) => onSelect(new Set([...base, ...ids]));
    const held = rows.slice(Math.max(first - from, 0), end - from);
    if (held.length === end - first || !props.idsOf) return mark(held.map(rowId));
    const asked = range.current;
    // Another row may have been gone to before the answer is there.
    void props.idsOf(first, end).then(
      (ids) => range.current === asked && reached.current === to && mark(ids),
      () => undefined,
    );
  };
  const reached = useRef(-1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = rows[active - from];
    const keeps = event.shiftKey && event.key.startsWith('Arrow');
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -total, End: total }[event.key];
    if (step !== undefined) {
      const next = Math.min(Math.max(active + step, 0), total - 1);
      setActive(next);
      virtualizer.scrollToIndex(next);
      reached.current = next;
      if (keeps) extend(next, active);
      else range.current = null;
    } else if (event.key === 'Enter' && row) onOpen?.(row);
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && onSelect) selectAll();
    else if (event.key === ' ' && row) toggle(row, active);
    else return;
    event.preventDefault();
  };

  const onRowClick = (event: MouseHappening, row: Row, index: number) => {
    reached.current = index;
    if (onSelect && event.shiftKey) extend(index, active < 0 ? index : active);
    else if (onSelect && (event.ctrlKey || event.metaKey)) toggle(row, index);
    else {
      range.current = null;
      onOpen?.(row);
    }
    setActive(index);
  };
  const onContextMenu = (event: MouseHappening) => {
    if (!props.onMenu || !(event.target instanceof Element)) return;
    const pointed = event.target.closest<HTMLElement>('[data-index]');
    const index = pointed ? Number(pointed.dataset.index) : active;
    const row = rows[index - from];
    const place = (pointed ?? scroller.current?.querySelector(`[data-index="${active}"]`))?.getBoundingClientRect();
    if (!row || !place) return;
    event.preventDefault();
    setActive(index);
    // The key for it knows no place: below the row.
    props.onMenu(row, pointed ? { x: event.clientX, y: event.clientY } : { x: place.left + 40, y: place.bottom });
  };

  /** Where the keyboard begins: at the row whose details are open, else at the first on the screen. */
  const openAt = () => {
    const opened = rows.findIndex((row) => rowId(row) === props.openId);
    const top = scroller.current?.scrollTop ?? 0;
    return opened >= 0 ? from + opened : Math.min(Math.ceil(top / rowHeight), total - 1);
  };

  const allSelected = given.length > 0 && given.every((row) => selected?.has(rowId(row)));
  const selectAll = () => {
    if (selected?.size) onSelect?.(new Set());
    else if (props.onSelectAll) props.onSelectAll();
    else onSelect?.(new Set(given.map(rowId)));
  };

  const activeOnScreen = items.some((item) => item.index === active);
  return (
    <div
      ref={ref}
      className={classes.table}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={onSelect ? true : undefined}
      aria-busy={props.loading || undefined}
      aria-activedescendant={activeOnScreen ? `${tableId}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      onFocus={(event) => event.target === event.currentTarget && active < 0 && total > 0 && setActive(openAt())}
    >
      <div className={classes.header} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {onSelect && (
          <div role="columnheader" className={classes.check}>
            <Checkbox
              size="xs"
              aria-label={t('common.selectAll')}
              checked={allSelected}
              indeterminate={!allSelected && (selected?.size ?? 0) > 0}
              onChange={selectAll}
            />
          </div>
        )}
        {columns.map((column) => (
          <HeaderCell
            key={column.id}
            column={column}
            sort={sort}
            windowed={rowWindow !== undefined}
            onSort={() => applySort(column)}
          />
        ))}
      </div>
      {props.loading && total === 0 ? (
        SKELETONS.map((index) => (
          <SkeletonRow key={index} template={template} columns={columns.length} height={rowHeight} />
        ))
      ) : total === 0 ? (
        <div className={classes.empty}>{props.empty}</div>
      ) : (
        <div role="rowgroup" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index - from];
            const place = {
              gridTemplateColumns: template,
              height: rowHeight,
              transform: `translateY(${item.start}px)`,
            };
            if (!row)
              return (
                <SkeletonRow
                  key={item.key}
                  template={template}
                  columns={columns.length}
                  height={rowHeight}
                  style={place}
                />
              );
            const id = rowId(row);
            return (
              <div
                key={item.key}
                id={`${tableId}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={onSelect ? (selected?.has(id) ?? false) : undefined}
                className={classes.row}
                data-open={props.openId === id || undefined}
                data-active={active === item.index || undefined}
                data-clickable={onOpen ? true : undefined}
                data-index={item.index}
                style={place}
                // A range of rows is not a range of text.
                onMouseDown={(event) => {
                  if (!event.shiftKey || !onSelect) return;
                  event.preventDefault();
                  scroller.current?.focus({ preventScroll: true });
                }}
                onClick={(event) => onRowClick(event, row, item.index)}
                {...props.rowProps?.(row)}
              >
                {onSelect && (
                  <div role="gridcell" className={classes.check} onClick={(event) => event.stopPropagation()}>
                    <Checkbox
                      size="xs"
                      tabIndex={-1}
                      aria-label={t('common.selectRow', { row: id })}
                      checked={selected?.has(id) ?? false}
                      onChange={({ nativeEvent }) => {
                        const ranged = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
                        reached.current = item.index;
                        if (ranged) extend(item.index, active < 0 ? item.index : active);
                        else toggle(row, item.index);
                        setActive(item.index);
                      }}
                    />
                  </div>
                )}
                <Cells row={row} columns={columns} />
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** The cells of a row. Rows that stay while one scrolls, or while others change, are not rendered anew. */
const Cells = memo(function Cells<Row>({ row, columns }: { row: Row; columns: Column<Row>[] }) {
  return columns.map((column) => (
    <div key={column.id} role="gridcell" className={classes.cell} data-align={column.align}>
      {column.cell(row)}
    </div>
  ));
}) as <Row>(props: { row: Row; columns: Column<Row>[] }) => ReactNode;

function SkeletonRow({
  template,
  columns,
  height,
  style,
}: {
  template: string;
  columns: number;
  height: number;
  style?: object;
}) {
  return (
    <div
      className={style ? classes.row : classes.skeleton}
      style={style ?? { gridTemplateColumns: template, height }}
      aria-hidden
    >
      {Array.from({ length: columns }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={index} className={classes.cell}>
          <Skeleton height={9} width={index === 0 ? '70%' : '45%'} />
        </div>
      ))}
    </div>
  );
}
