import { Button } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconFilterOff, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Notice } from '../../components/Notice';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import type { KeptLine } from '../../ipc/bindings';
import { keptJournalQuery } from '../../ipc/queries/start';
import { KeptLineDetails } from './KeptLineDetails';
import { useKeptColumns } from './keptColumns';
import { matching } from './matching';
import classes from './Trouble.module.css';

/** The journal of the file that is in the way: looked at, and nothing else. */
export function KeptJournal({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const { data: journal, error } = useQuery(keptJournalQuery);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<KeptLine | null>(null);
  const columns = useKeptColumns();
  const lines = useMemo(() => matching(journal?.lines ?? [], search), [journal, search]);

  return (
    <Page
      title={t('trouble.journalTitle')}
      meta={
        journal && (
          <>
            <span className="yd-figures" data-testid="kept-count">
              {journal.lines.length < journal.total
                ? t('trouble.journalLatest', { shown: journal.lines.length, total: journal.total })
                : t('trouble.journalCount', { count: journal.total })}
            </span>
            <code className={`yd-code ${classes.file}`} title={journal.file}>
              {journal.file}
            </code>
          </>
        )
      }
      actions={
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          data-testid="kept-back"
          autoFocus
          onClick={onBack}
        >
          {t('trouble.journalBack')}
        </Button>
      }
      filters={
        <SearchField
          value={search}
          onChange={setSearch}
          placeholder={t('trouble.journalSearch')}
          testId="kept-search"
          width={260}
        />
      }
      details={open && <KeptLineDetails key={open.id} line={open} onClose={() => setOpen(null)} />}
    >
      {error ? (
        <div className={classes.padded}>
          <ErrorNotice error={error} />
        </div>
      ) : (
        <>
          {journal?.incomplete && (
            <div className={classes.padded}>
              <Notice tone="warn" icon={IconAlertTriangle} data-testid="kept-incomplete">
                <p>{t('trouble.journalIncomplete')}</p>
              </Notice>
            </div>
          )}
          <DataTable
            label={t('trouble.journalTitle')}
            columns={columns}
            topKey={search}
            rows={lines}
            rowId={(line) => line.id}
            openId={open?.id ?? null}
            onOpen={setOpen}
            rowProps={(line) => ({ 'data-testid': 'kept-row', 'data-operation': line.operation ?? undefined })}
            loading={!journal}
            empty={
              search === '' ? (
                <EmptyState icon={IconHistory} title={t('trouble.journalEmpty')} />
              ) : (
                <EmptyState
                  icon={IconFilterOff}
                  title={t('journal.noMatch')}
                  action={
                    <Button variant="default" onClick={() => setSearch('')}>
                      {t('common.clearFilters')}
                    </Button>
                  }
                />
              )
            }
          />
        </>
      )}
    </Page>
  );
}
