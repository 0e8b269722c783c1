import { Button, Skeleton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { nounIcon } from '../../app/nounIcons';
import { CloudBadge } from '../../components/CloudBadge';
import { CodeBlock } from '../../components/CodeBlock';
import { CopyText } from '../../components/CopyText';
import { DetailsPanel } from '../../components/DetailsPanel';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { visibleJson } from '../../components/unseen';
import { useRegionName } from '../../components/useRegionName';
import { useWords } from '../../i18n/useWords';
import type { NounActView, NounRecord, NounView, RowKey } from '../../ipc/bindings';
import { nounRecordQuery, useOtherActs } from '../../ipc/queries/nouns';
import { MoreActs } from './ActMenu';
import { NounCellView } from './NounCellView';
import { NounStateBadge } from './NounStateBadge';
import classes from './Nouns.module.css';

/** So many of the acts have buttons of their own; all of them are in the menu. */
const BUTTONS = 2;

type Props = {
  noun: NounView;
  rowKey: RowKey;
  /** Whether it may still come: it is not known yet, and is being read. */
  awaited: boolean;
  onAct: (act: NounActView, record: NounRecord) => void;
  onClose: () => void;
};

/** A thing in full: what it is, what can be done with it, and the cloud's own record. */
export function NounDetails({ noun, rowKey, awaited, onAct, onClose }: Props) {
  const { t } = useTranslation();
  const { data: record, error, isPending } = useQuery(nounRecordQuery(noun.id, rowKey));
  const of = noun.clouds.find(({ cloud }) => cloud === record?.row.cloud);
  const acts = useOtherActs(of?.cloud ?? '', of?.kind ?? '');
  const first = acts.filter(({ group }) => group === 'common').concat(acts.filter(({ group }) => group === 'manage'));
  const removal = acts.find(({ group }) => group === 'remove');
  return (
    <DetailsPanel
      title={record?.row.name ?? rowKey.id}
      label={t('nouns.details')}
      onClose={onClose}
      subtitle={
        record && (
          <>
            {record.row.state && <NounStateBadge state={record.row.state} />}
            <CloudBadge cloud={record.row.cloud} label={record.row.accountLabel} sandbox={record.row.sandbox} />
          </>
        )
      }
      actions={
        record &&
        acts.length > 0 && (
          <>
            {first.slice(0, BUTTONS).map((act) => (
              <ActButton key={act.operation} act={act} onAct={() => onAct(act, record)} />
            ))}
            {removal && <ActButton act={removal} onAct={() => onAct(removal, record)} />}
            <MoreActs acts={acts} onAct={(act) => onAct(act, record)} />
          </>
        )
      }
    >
      {(isPending || (record === null && awaited)) && <Skeleton height={200} mt={16} />}
      {error && <ErrorNotice error={error} />}
      {record === null && !awaited && (
        <EmptyState icon={nounIcon(noun.id)} title={t('nouns.gone')}>
          {t('nouns.goneHint')}
        </EmptyState>
      )}
      {record && (
        <>
          <NounFacts noun={noun} record={record} ofAccount={of?.ofAccount ?? false} />
          <details className={classes.raw}>
            <summary>{t('inventory.raw')}</summary>
            <CodeBlock text={visibleJson(record.raw)} what={t('inventory.raw')} maxHeight={420} />
          </details>
        </>
      )}
    </DetailsPanel>
  );
}

function ActButton({ act, onAct }: { act: NounActView; onAct: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const removes = act.effect === 'destroy';
  return (
    <Button
      variant={removes ? 'subtle' : 'default'}
      {...(removes ? { color: 'red', leftSection: <IconTrash size={14} /> } : {})}
      size="compact-sm"
      fz={12}
      data-testid="act-button"
      data-operation={act.operation}
      onClick={onAct}
    >
      {t('inventory.moreAct', { title: words(act.title) })}
    </Button>
  );
}

function NounFacts({ noun, record, ofAccount }: { noun: NounView; record: NounRecord; ofAccount: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const regionName = useRegionName();
  const { row } = record;
  return (
    <Facts
      facts={[
        [t('common.id'), <CopyText key="id" text={row.key.id} what={t('common.id')} />],
        [t('common.region'), ofAccount ? t('nouns.everyRegion') : regionName(row.cloud, row.key.region)],
        // A column that the cloud does not have is not a fact that it leaves out.
        ...noun.columns.flatMap(({ id, title, kind }): [string, React.ReactNode][] => {
          const cell = row.cells.find(({ column }) => column === id);
          return cell ? [[words(title), <NounCellView key={id} kind={kind} cell={cell} of={row.key} all />]] : [];
        }),
      ]}
    />
  );
}
