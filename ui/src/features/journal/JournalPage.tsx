import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconFilterOff, IconHistory } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FilterChip } from '../../components/FilterChip';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { useRemembered } from '../../components/useRemembered';
import { useWindow } from '../../components/useWindow';
import { commands, type Effect, type JournalEntry, type JournalFilter, type JournalOutcome } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useAccounts } from '../../ipc/queries/accounts';
import { journalPageQuery } from '../../ipc/queries/journal';
import { useJournalColumns } from './columns';
import classes from './Journal.module.css';
import { JournalDetails } from './JournalDetails';

const EFFECTS: Effect[] = ['mutate', 'purchase', 'destroy'];
const OUTCOMES: JournalOutcome[] = [
  'unknown',
  'sent',
  'accepted',
  'partly',
  'broken',
  'failed',
  'not_applied',
  'not_sent',
  'done',
];
const NOTHING: JournalFilter = { search: '', account: null, effect: null, outcome: null };

/** Every act that was not a read, the latest first. */
export function JournalPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { find } = useSearch({ from: '/journal' });
  const [filter, setFilter] = useRemembered<JournalFilter>('journal-filter', NOTHING);
  useEffect(() => {
    if (find === undefined) return;
    setFilter({ ...NOTHING, search: find });
    // Taken once: from then on it is a filter like any other.
    void navigate({ to: '/journal', search: {}, replace: true });
  }, [find, setFilter, navigate]);
  const [search] = useDebouncedValue(filter.search.trim(), 150);
  const [open, setOpen] = useState<JournalEntry | null>(null);
  const accounts = useAccounts();
  const columns = useJournalColumns();
  const exported = useMutation({ mutationFn: () => unwrap(commands.exportJournal()) });
  const { from, to, onVisible } = useWindow();
  const asked = useMemo(() => ({ ...filter, search }), [filter, search]);
  const { data: page, error } = useQuery(journalPageQuery(asked, from, to));

  const change = (part: Partial<JournalFilter>) => setFilter({ ...filter, ...part });
  const filtered = asked.search !== '' || asked.account !== null || asked.effect !== null || asked.outcome !== null;
  // What has changed since it was opened, as far as it is on the screen.
  const shown = open && (page?.entries.find(({ id }) => id === open.id) ?? open);

  return (
    <Page
      title={t('frame.pages.journal')}
      meta={page && <span className="yd-figures">{t('journal.count', { count: page.total })}</span>}
      filters={
        <>
          <SearchField
            value={filter.search}
            onChange={(text) => change({ search: text })}
            placeholder={t('journal.search')}
            testId="journal-search"
            width={190}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} />}
            loading={exported.isPending}
            data-testid="journal-export"
            onClick={() => exported.mutate()}
          >
            {t('journal.export')}
          </Button>
          <span className="yd-dim" role="status" data-testid="journal-exported">
            {exported.data && t('settings.exported', { path: exported.data })}
          </span>
          {EFFECTS.map((effect) => (
            <FilterChip
              key={effect}
              label={t(`effect.${effect}`)}
              checked={filter.effect === effect}
              onChange={(on) => change({ effect: on ? effect : null })}
            />
          ))}
          <Select
            className={classes.outcomes}
            aria-label={t('journal.outcomeTitle')}
            placeholder={t('journal.allOutcomes')}
            clearable
            data={OUTCOMES.map((outcome) => ({ value: outcome, label: t(`journal.outcome.${outcome}`) }))}
            value={filter.outcome}
            data-testid="journal-outcome"
            onChange={(outcome) => change({ outcome: OUTCOMES.find((one) => one === outcome) ?? null })}
          />
          {accounts.length > 1 && (
            <Select
              className={classes.accounts}
              aria-label={t('common.account')}
              placeholder={t('journal.allAccounts')}
              clearable
              data={accounts.map(({ account }) => ({ value: account.id, label: account.label }))}
              value={filter.account}
              onChange={(account) => change({ account })}
            />
          )}
        </>
      }
      details={shown && <JournalDetails key={shown.id} entry={shown} onClose={() => setOpen(null)} />}
    >
      {exported.error && (
        <div className={classes.error}>
          <ErrorNotice error={exported.error} />
        </div>
      )}
      {error ? (
        <div className={classes.error}>
          <ErrorNotice error={error} />
        </div>
      ) : (
        <DataTable
          label={t('frame.pages.journal')}
          columns={columns}
          topKey={JSON.stringify(asked)}
          rows={page?.entries ?? []}
          rowId={(entry) => entry.id}
          window={{ from: page?.from ?? 0, total: page?.total ?? 0, onVisible }}
          openId={open?.id ?? null}
          onOpen={setOpen}
          rowProps={(entry) => ({
            'data-testid': 'journal-row',
            'data-outcome': entry.outcome,
            'data-operation': entry.operation,
          })}
          loading={!page}
          empty={
            filtered ? (
              <EmptyState
                icon={IconFilterOff}
                title={t('journal.noMatch')}
                action={
                  <Button variant="default" onClick={() => setFilter(NOTHING)}>
                    {t('common.clearFilters')}
                  </Button>
                }
              />
            ) : (
              <EmptyState icon={IconHistory} title={t('journal.empty')}>
                {t('journal.emptyHint')}
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}
