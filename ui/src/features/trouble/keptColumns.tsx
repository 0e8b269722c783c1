import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/column';
import { TimeText } from '../../components/TimeText';
import { useActWords } from '../../components/useActWords';
import type { KeptLine } from '../../ipc/bindings';
import { KeptAccount, KeptEffect, KeptOutcome } from './KeptWords';

/** The columns of a journal that is only looked at: those of the journal, as far as a line says. */
export function useKeptColumns(): Column<KeptLine>[] {
  const { t } = useTranslation();
  const act = useActWords();
  return useMemo(
    () => [
      { id: 'at', title: t('journal.at'), width: '132px', cell: (line) => <TimeText at={line.at} /> },
      {
        id: 'outcome',
        title: t('journal.outcomeTitle'),
        width: '160px',
        cell: (line) => <KeptOutcome outcome={line.outcome} />,
      },
      {
        id: 'effect',
        title: t('journal.effect'),
        width: '82px',
        cell: (line) => <KeptEffect effect={line.effect} />,
      },
      {
        id: 'operation',
        title: t('common.operation'),
        width: 'minmax(120px, 1fr)',
        cell: (line) => <span title={line.operation ?? undefined}>{act(line) || '—'}</span>,
      },
      {
        id: 'subject',
        title: t('journal.subject'),
        width: 'minmax(120px, 1.1fr)',
        cell: (line) => <strong style={{ fontWeight: 500 }}>{line.subject ?? '—'}</strong>,
      },
      {
        id: 'account',
        title: t('inventory.cloudAndAccount'),
        width: 'minmax(200px, 1.7fr)',
        cell: (line) => <KeptAccount line={line} />,
      },
      { id: 'region', title: t('common.region'), width: '116px', from: 1000, cell: (line) => line.region ?? '—' },
    ],
    [t, act],
  );
}
