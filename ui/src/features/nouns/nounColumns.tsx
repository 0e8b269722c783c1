import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/column';
import { OwnerCell, TwoLines } from '../../components/TwoLines';
import { useRegionName } from '../../components/useRegionName';
import { useWords } from '../../i18n/useWords';
import type { ColumnKind, NounColumn, NounRow, NounView } from '../../ipc/bindings';
import { NounCellView } from './NounCellView';
import { NounStateBadge } from './NounStateBadge';
import classes from './Nouns.module.css';

/** How wide a column of a kind is. */
const WIDTHS: { [kind in ColumnKind]: string } = {
  text: 'minmax(110px, 1fr)',
  id: 'minmax(120px, 1fr)',
  link: 'minmax(130px, 1fr)',
  time: '96px',
  size: '92px',
  number: '84px',
  flag: '64px',
  tags: 'minmax(110px, 1fr)',
  addresses: '124px',
};

/** The columns of a noun's page: what it does and is called, the first of its own, whose it is and where, and the rest. */
export function useNounColumns(noun: NounView): Column<NounRow>[] {
  const { t } = useTranslation();
  const words = useWords();
  const regionName = useRegionName();
  return useMemo(() => {
    const own = ({ id, title, kind }: NounColumn): Column<NounRow> => ({
      id,
      title: words(title),
      width: WIDTHS[kind],
      sortable: true,
      ...(kind === 'size' || kind === 'number' ? { align: 'end' as const } : {}),
      cell: (row) => <NounCellView kind={kind} cell={row.cells.find(({ column }) => column === id)} of={row.key} />,
    });
    const wide = new Set(noun.clouds.filter(({ ofAccount }) => ofAccount).map(({ cloud }) => cloud));
    const state: Column<NounRow>[] = noun.hasState
      ? [
          {
            id: 'state',
            title: t('common.state'),
            width: '104px',
            sortable: true,
            cell: (row) => (row.state ? <NounStateBadge state={row.state} /> : <span className="yd-dim">—</span>),
          },
        ]
      : [];
    return [
      {
        id: 'name',
        title: t('inventory.nameAndId'),
        width: 'minmax(150px, 1.4fr)',
        sortable: true,
        cell: (row) => (
          <TwoLines
            above={<strong className={classes.name}>{row.name}</strong>}
            below={row.name === row.key.id ? null : row.key.id}
          />
        ),
      },
      ...state,
      ...noun.columns.slice(0, 3).map(own),
      {
        id: 'cloud',
        title: t('inventory.cloudAndAccount'),
        width: 'minmax(126px, 1.1fr)',
        sortable: true,
        cell: (row) => <OwnerCell cloud={row.cloud} label={row.accountLabel} sandbox={row.sandbox} />,
      },
      {
        id: 'region',
        title: t('common.region'),
        width: 'minmax(80px, 0.7fr)',
        sortable: true,
        cell: (row) =>
          wide.has(row.cloud) ? (
            <span className="yd-dim">{t('nouns.everyRegion')}</span>
          ) : (
            <span title={row.key.region}>{regionName(row.cloud, row.key.region)}</span>
          ),
      },
      ...noun.columns.slice(3).map(own),
    ];
  }, [noun, t, words, regionName]);
}
