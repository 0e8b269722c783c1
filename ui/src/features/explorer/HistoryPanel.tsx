import { Button } from '@mantine/core';
import { IconHistory, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import type { Column } from '../../components/column';
import { DataTable } from '../../components/DataTable';
import { DetailsPanel } from '../../components/DetailsPanel';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TimeText } from '../../components/TimeText';
import { formatLength } from '../../components/time';
import { useWindow } from '../../components/useWindow';
import { useWords } from '../../i18n/useWords';
import { type CallRecord, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { useAccounts } from '../../ipc/queries/accounts';
import { callHistoryQuery } from '../../ipc/queries/explorer';
import classes from './History.module.css';

/** The calls of before, the latest first. Opening one fills its form; it is not sent again by itself. */
export function HistoryPanel({ onOpen, onClose }: { onOpen: (call: CallRecord) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { from, to, onVisible } = useWindow();
  const { data: page, error } = useQuery(callHistoryQuery(from, to));
  const [asking, setAsking] = useState(false);
  const columns = useHistoryColumns();
  const clear = useMutation({
    mutationFn: () => unwrap(commands.clearCallHistory()),
    onSuccess: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: keys.explorer.calls });
    },
  });
  const total = page?.total ?? 0;
  return (
    <DetailsPanel
      wide
      title={t('explorer.history.title')}
      label={t('explorer.history.title')}
      subtitle={<span className="yd-dim">{t('explorer.history.hint')}</span>}
      onClose={onClose}
      actions={
        total > 0 &&
        (asking ? (
          <>
            <span className={classes.ask}>{t('explorer.history.ask')}</span>
            <Button size="compact-xs" variant="default" onClick={() => setAsking(false)}>
              {t('common.cancel')}
            </Button>
            <Button
              size="compact-xs"
              color="red"
              loading={clear.isPending}
              data-testid="explorer-history-clear-confirm"
              onClick={() => clear.mutate()}
            >
              {t('explorer.history.clear')}
            </Button>
          </>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconTrash size={13} />}
            data-testid="explorer-history-clear"
            onClick={() => setAsking(true)}
          >
            {t('explorer.history.clear')}
          </Button>
        ))
      }
    >
      {error || clear.error ? (
        <ErrorNotice error={error ?? clear.error} />
      ) : (
        <div className={classes.list}>
          <DataTable
            label={t('explorer.history.title')}
            columns={columns}
            rows={page?.calls ?? []}
            rowId={(call) => call.id}
            window={{ from: page?.from ?? 0, total, onVisible }}
            onOpen={onOpen}
            rowHeight={46}
            rowProps={(call) => ({
              'data-testid': 'explorer-call',
              'data-cloud': call.cloud,
              'data-operation': call.operation,
              'data-status': call.error?.kind ?? (call.status === null ? 'sending' : String(call.status)),
            })}
            loading={!page}
            empty={
              <EmptyState icon={IconHistory} title={t('explorer.history.empty')}>
                {t('explorer.history.emptyHint')}
              </EmptyState>
            }
          />
        </div>
      )}
    </DetailsPanel>
  );
}

function useHistoryColumns(): Column<CallRecord>[] {
  const { t } = useTranslation();
  const words = useWords();
  const accounts = useAccounts();
  return useMemo(() => {
    const sandboxes = new Set(accounts.filter(({ account }) => account.sandbox).map(({ account }) => account.id));
    return [
      {
        id: 'operation',
        title: t('common.operation'),
        width: 'minmax(150px, 1.3fr)',
        cell: (call) => (
          <span className={classes.two} title={`${words(call.title)}  ${call.operation}`}>
            <span>{words(call.title)}</span>
            <code className={classes.dim}>{call.operation}</code>
          </span>
        ),
      },
      {
        id: 'account',
        title: t('common.account'),
        width: 'minmax(130px, 1fr)',
        cell: (call) => (
          <span className={classes.two}>
            <CloudBadge cloud={call.cloud} sandbox={sandboxes.has(call.account)} />
            <span className={classes.dim}>
              {call.accountLabel} · {call.region}
            </span>
          </span>
        ),
      },
      {
        id: 'reply',
        title: t('explorer.history.reply'),
        width: '104px',
        cell: (call) => (
          <span className={classes.two}>
            {call.error ? (
              <span className={classes.bad} title={t(`error.${call.error.kind}.title`)}>
                {t(`error.${call.error.kind}.title`)}
              </span>
            ) : (
              <span className={classes.good}>{call.status === null ? '—' : `HTTP ${call.status}`}</span>
            )}
            <span className={classes.dim}>{call.millis === null ? '—' : formatLength(call.millis, t)}</span>
          </span>
        ),
      },
      {
        id: 'at',
        title: t('explorer.history.at'),
        width: '108px',
        cell: (call) => <TimeText at={call.at} show="distance" />,
      },
    ];
  }, [t, words, accounts]);
}
