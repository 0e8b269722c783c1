import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import type { Column } from '../../components/column';
import { EffectBadge } from '../../components/EffectBadge';
import { formatQuote } from '../../components/money';
import { TimeText } from '../../components/TimeText';
import { formatDate } from '../../components/time';
import { useActWords } from '../../components/useActWords';
import { useNow } from '../../components/useNow';
import { useRegionName } from '../../components/useRegionName';
import type { JournalEntry } from '../../ipc/bindings';
import { OutcomeBadge } from './OutcomeBadge';

/** The columns of the journal. */
export function useJournalColumns(): Column<JournalEntry>[] {
  const { t } = useTranslation();
  const act = useActWords();
  const regionName = useRegionName();
  return useMemo(
    () => [
      { id: 'at', title: t('journal.at'), width: '148px', cell: (entry) => <EntryTime at={entry.at} /> },
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
        width: 'minmax(110px, 1fr)',
        cell: (entry) => <span title={entry.operation}>{act(entry) || '—'}</span>,
      },
      {
        id: 'subject',
        title: t('journal.subject'),
        width: 'minmax(110px, 1.1fr)',
        cell: (entry) => <strong style={{ fontWeight: 500 }}>{entry.subject || '—'}</strong>,
      },
      {
        id: 'account',
        title: t('inventory.cloudAndAccount'),
        width: 'minmax(220px, 1.7fr)',
        cell: (entry) => <CloudBadge cloud={entry.cloud} label={entry.accountLabel} sandbox={entry.sandbox} />,
      },
      {
        id: 'region',
        title: t('common.region'),
        width: '116px',
        from: 1000,
        cell: (entry) => <span title={entry.region}>{regionName(entry.cloud, entry.region)}</span>,
      },
      {
        id: 'quote',
        title: t('journal.quote'),
        width: 'minmax(100px, 0.8fr)',
        align: 'end',
        from: 860,
        cell: (entry) =>
          entry.quote ? (
            formatQuote({ ...entry.quote, totals: entry.quote.totals.slice(0, 1) }, t)
          ) : (
            <span className="yd-dim">—</span>
          ),
      },
    ],
    [t, act, regionName],
  );
}

/** When it was: of today the time alone says more, to the second. */
function EntryTime({ at }: { at: string }) {
  const today = formatDate(new Date(at)) === formatDate(useNow());
  return <TimeText at={at} show={today ? 'clock' : 'second'} />;
}
