import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/column';
import { DataTable } from '../../components/DataTable';
import { visible } from '../../components/unseen';
import { valueAt } from '../../forms/params';
import { isSchema } from '../../forms/schema';
import type { CallTable } from '../../ipc/bindings';
import { exactText, isExactNumber, parseExact } from './exactJson';
import classes from './Reply.module.css';

type Row = { index: number; value: unknown };

/** The list in a reply as a table; structures stand in it as JSON. */
export function ReplyTable({ table }: { table: CallTable }) {
  const { t } = useTranslation();
  const rows = useMemo(
    () => (parseExact(table.rows) as unknown[]).map((value, index): Row => ({ index, value })),
    [table.rows],
  );
  const columns = useMemo(
    () =>
      table.columns.map((name, at): Column<Row> => {
        const value = (row: Row) => cellOf(row.value, name);
        const numeric = rows.length > 0 && rows.every((row) => isExactNumber(value(row)));
        return {
          id: name,
          title: name,
          width: at === 0 ? 'minmax(150px, 1.4fr)' : 'minmax(110px, 1fr)',
          ...(numeric ? { align: 'end' as const } : {}),
          sortBy: (row) => sortable(value(row)),
          cell: (row) => {
            const text = visible(textOf(value(row)));
            return (
              <span className={at === 0 ? 'yd-code' : undefined} title={text}>
                {text === '' ? <span className="yd-dim">—</span> : text}
              </span>
            );
          },
        };
      }),
    [table.columns, rows],
  );
  return (
    <div className={classes.tableScroll}>
      <div className={classes.table} style={{ minWidth: `max(100%, ${table.columns.length * 112 + 40}px)` }}>
        <DataTable
          label={table.path}
          columns={columns}
          rows={rows}
          rowId={(row) => String(row.index)}
          rowHeight={30}
          empty={<p className={classes.empty}>{t('explorer.reply.emptyList')}</p>}
        />
      </div>
    </div>
  );
}

/** A column names a member, or leads through members (`Placement.Zone`). */
function cellOf(row: unknown, column: string): unknown {
  if (!isSchema(row)) return column === '' ? row : undefined;
  return column in row ? row[column] : valueAt(row, column.split('.'));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ');
  return typeof value === 'object' ? exactText(value) : String(value);
}

function sortable(value: unknown): string | number | null {
  return isExactNumber(value) ? Number(value) : textOf(value) || null;
}
