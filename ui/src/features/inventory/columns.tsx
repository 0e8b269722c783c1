import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/column';
import { StateBadge } from '../../components/StateBadge';
import { TimeText } from '../../components/TimeText';
import { OwnerCell, TwoLines } from '../../components/TwoLines';
import { shortId, useImageName } from '../../components/useImageName';
import { useRegionName } from '../../components/useRegionName';
import { useZoneName } from '../../components/useZoneName';
import type { InstanceRow } from '../../ipc/bindings';
import { Address } from './Address';
import { AttentionWord } from './AttentionNotice';
import classes from './Inventory.module.css';
import { useSizeWords } from './useSizeWords';

const DAY = 86_400_000;

/**
 * The columns of the table: two lines a row, what one looks for above, what identifies it below. Where there is less room, as
 * beside the details, the last ones go first. `tagged`: whether any instance has tags.
 */
export function useInstanceColumns(tagged: boolean): Column<InstanceRow>[] {
  const { t } = useTranslation();
  const size = useSizeWords();
  const regionName = useRegionName();
  const zoneName = useZoneName();
  return useMemo(
    () => [
      {
        id: 'state',
        title: t('common.state'),
        width: '88px',
        sortable: true,
        cell: (row) => (
          <TwoLines
            above={<StateBadge state={row.state} vendorState={row.vendorState} />}
            below={row.attention && <AttentionWord attention={row.attention} />}
          />
        ),
      },
      {
        id: 'name',
        title: t('inventory.nameAndId'),
        width: 'minmax(134px, 1.3fr)',
        sortable: true,
        cell: (row) => (
          <TwoLines above={<strong className={classes.name}>{row.name || '—'}</strong>} below={row.key.id} />
        ),
      },
      {
        id: 'address',
        title: t('inventory.address'),
        width: '124px',
        sortable: true,
        cell: ({ privateIps: [inside], publicIps: [outside] }) => (
          <TwoLines
            above={inside ? <Address text={inside} what={t('inventory.privateIp')} /> : '—'}
            below={outside && <Address text={outside} what={t('inventory.publicIp')} />}
            figures
          />
        ),
      },
      {
        id: 'type',
        title: t('inventory.type'),
        width: 'minmax(152px, 1fr)',
        sortable: true,
        cell: (row) =>
          row.instanceType ? (
            <TwoLines above={row.instanceType} below={size(row)} />
          ) : (
            <TwoLines above={size(row)} below={null} />
          ),
      },
      {
        id: 'cloud',
        title: t('inventory.cloudAndAccount'),
        width: 'minmax(126px, 1.2fr)',
        sortable: true,
        cell: (row) => <OwnerCell cloud={row.cloud} label={row.accountLabel} sandbox={row.sandbox} />,
      },
      {
        id: 'region',
        title: t('inventory.regionAndZone'),
        width: 'minmax(118px, 0.8fr)',
        sortable: true,
        cell: (row) => (
          <TwoLines
            above={<span title={row.key.region}>{regionName(row.cloud, row.key.region)}</span>}
            below={row.zone && <span title={row.zone}>{zoneName(row.key, row.zone)}</span>}
          />
        ),
      },
      {
        id: 'expires',
        title: t('inventory.billing'),
        width: '108px',
        sortable: true,
        cell: (row) => (
          <TwoLines
            above={
              row.billing.kind === 'other' && row.billing.word ? row.billing.word : t(`billing.${row.billing.kind}`)
            }
            below={row.expires && <Expiry at={row.expires} words={t('inventory.until')} />}
          />
        ),
      },
      ...(tagged
        ? [
            {
              id: 'tags',
              title: t('inventory.tags'),
              width: 'minmax(110px, 0.9fr)',
              cell: ({ tags }: InstanceRow) => (
                <span className={classes.tags} title={tags.join('\n')}>
                  {tags.slice(0, 1).map((tag) => (
                    <span key={tag} className={classes.tag}>
                      {tag}
                    </span>
                  ))}
                  {tags.length > 1 && <span className="yd-dim">+{tags.length - 1}</span>}
                </span>
              ),
            },
          ]
        : []),
      {
        id: 'image',
        title: t('inventory.image'),
        width: 'minmax(130px, 1fr)',
        cell: (row) => <ImageCell row={row} />,
      },
      {
        id: 'created',
        title: t('inventory.created'),
        width: '96px',
        sortable: true,
        cell: (row) => <TimeText at={row.created} show="date" />,
      },
    ],
    [t, size, regionName, zoneName, tagged],
  );
}

/** The system, or what the image is called; the id alone where neither is known. */
function ImageCell({ row: { key, os, imageId } }: { row: InstanceRow }) {
  const name = useImageName(key, imageId);
  const above = os ?? name;
  if (above === null && imageId !== null)
    return <TwoLines above={<span title={imageId}>{shortId(imageId)}</span>} below={null} />;
  return <TwoLines above={above ?? '—'} below={imageId && <span title={imageId}>{shortId(imageId)}</span>} />;
}

function Expiry({ at, words }: { at: string; words: string }) {
  const soon = Date.parse(at) - Date.now() < 7 * DAY;
  return (
    <span className={soon ? classes.soon : undefined}>
      {words} <TimeText at={at} show="date" />
    </span>
  );
}
