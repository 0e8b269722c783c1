import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import type { Column } from '../../components/column';
import { EffectBadge } from '../../components/EffectBadge';
import { formatTotals } from '../../components/money';
import { TimeText } from '../../components/TimeText';
import { useWords } from '../../i18n/useWords';
import type { JournalEntry } from '../../ipc/bindings';
import { OutcomeBadge } from './OutcomeBadge';

/** The columns of the journal. */
export function useJournalColumns(): Column<JournalEntry>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      { id: 'at', title: t('journal.at'), width: '132px', cell: (entry) => <TimeText at={entry.at} /> },
      {
        id: 'outcome',
        title: t('journal.outcomeTitle'),
        width: '160px',
        cell: (entry) => <OutcomeBadge outcome={entry.outcome} />,
      },
      {
        id: 'effect',
        title: t('journal.effect'),
        width: '82px',
        cell: (entry) => <EffectBadge effect={entry.effect} />,
      },
      {
        id: 'operation',
        title: t('common.operation'),
        width: 'minmax(120px, 1fr)',
        cell: (entry) => <span title={entry.operation}>{words(entry.title) || '—'}</span>,
      },
      {
        id: 'subject',
        title: t('journal.subject'),
        width: 'minmax(120px, 1.1fr)',
        cell: (entry) => <strong style={{ fontWeight: 500 }}>{entry.subject || '—'}</strong>,
      },
      {
        id: 'account',
        title: t('inventory.cloudAndAccount'),
        width: 'minmax(200px, 1.7fr)',
        cell: (entry) => <CloudBadge cloud={entry.cloud} label={entry.accountLabel} sandbox={entry.sandbox} />,
      },
      { id: 'region', title: t('common.region'), width: '116px', from: 1000, cell: (entry) => entry.region },
      {
        id: 'quote',
        title: t('journal.quote'),
        width: 'minmax(100px, 0.8fr)',
        align: 'end',
        from: 860,
        cell: (entry) =>
          entry.quote ? formatTotals(entry.quote.totals.slice(0, 1), t) : <span className="yd-dim">—</span>,
      },
    ],
    [t, words],
  );
}
