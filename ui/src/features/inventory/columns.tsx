import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import type { Column } from '../../components/column';
import { SandboxMark } from '../../components/SandboxMark';
import { StateBadge } from '../../components/StateBadge';
import { TimeText } from '../../components/TimeText';
import type { InstanceRow } from '../../ipc/bindings';
import { AttentionWord } from './AttentionNotice';
import classes from './Inventory.module.css';
import { useSizeWords } from './useSizeWords';

const DAY = 86_400_000;

/** The columns of the table: two lines a row, what one looks for above, what identifies it below. */
export function useInstanceColumns(): Column<InstanceRow>[] {
  const { t } = useTranslation();
  const size = useSizeWords();
  return useMemo(
    () => [
      {
        id: 'state',
        title: t('common.state'),
        width: '88px',
        sortable: true,
        cell: (row) => (
          <Two
            above={<StateBadge state={row.state} vendorState={row.vendorState} />}
            below={row.attention && <AttentionWord attention={row.attention} />}
          />
        ),
      },
      {
        id: 'name',
        title: t('inventory.nameAndId'),
        width: 'minmax(138px, 1.3fr)',
        sortable: true,
        cell: (row) => <Two above={<strong className={classes.name}>{row.name || '—'}</strong>} below={row.key.id} />,
      },
      {
        id: 'cloud',
        title: t('inventory.cloudAndAccount'),
        width: 'minmax(130px, 1.2fr)',
        sortable: true,
        cell: (row) => (
          <Two
            above={<CloudBadge cloud={row.cloud} />}
            below={
              <span className={classes.account}>
                <span>{row.accountLabel}</span>
                {row.sandbox && <SandboxMark />}
              </span>
            }
          />
        ),
      },
      {
        id: 'type',
        title: t('inventory.type'),
        width: 'minmax(116px, 1fr)',
        sortable: true,
        cell: (row) =>
          row.instanceType ? (
            <Two above={row.instanceType} below={size(row)} />
          ) : (
            <Two above={size(row)} below={null} />
          ),
      },
      {
        id: 'address',
        title: t('inventory.address'),
        width: '118px',
        cell: (row) => <Two above={row.privateIps[0] ?? '—'} below={row.publicIps[0] ?? null} figures />,
      },
      {
        id: 'region',
        title: t('inventory.regionAndZone'),
        width: 'minmax(104px, 0.8fr)',
        sortable: true,
        cell: (row) => <Two above={row.key.region} below={row.zone} />,
      },
      {
        id: 'image',
        title: t('inventory.image'),
        width: 'minmax(130px, 1fr)',
        from: 1000,
        cell: (row) => <Two above={row.os ?? '—'} below={row.imageId} />,
      },
      {
        id: 'expires',
        title: t('inventory.billing'),
        width: '108px',
        sortable: true,
        cell: (row) => (
          <Two
            above={
              row.billing.kind === 'other' && row.billing.word ? row.billing.word : t(`billing.${row.billing.kind}`)
            }
            below={row.expires && <Expiry at={row.expires} words={t('inventory.until')} />}
          />
        ),
      },
      {
        id: 'created',
        title: t('inventory.created'),
        width: '96px',
        from: 900,
        sortable: true,
        cell: (row) => <TimeText at={row.created} show="date" />,
      },
    ],
    [t, size],
  );
}

function Two({ above, below, figures = false }: { above: ReactNode; below: ReactNode; figures?: boolean }) {
  return (
    <div className={classes.two} data-figures={figures || undefined}>
      <div>{above}</div>
      {below && <div className={classes.below}>{below}</div>}
    </div>
  );
}

function Expiry({ at, words }: { at: string; words: string }) {
  const soon = Date.parse(at) - Date.now() < 7 * DAY;
  return (
    <span className={soon ? classes.soon : undefined}>
      {words} <TimeText at={at} show="date" />
    </span>
  );
}
