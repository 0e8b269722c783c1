import { Button } from '@mantine/core';
import { IconApi, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Page } from '../../components/Page';
import type { Params } from '../../forms/params';
import type { CallRecord } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { operationDetailsQuery, operationsQuery } from '../../ipc/queries/explorer';
import classes from './Explorer.module.css';
import { HistoryPanel } from './HistoryPanel';
import { OperationTree } from './OperationTree';
import { firstParams, shownParams } from './shownParams';
import { type Opened, useKept } from './useKept';
import { Workspace } from './Workspace';

/** Any operation of any cloud: find it, fill it in, see the request, send it, read the reply. */
export function ExplorerPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/explorer' });
  const accounts = useAccounts().map((view) => view.account);
  const { data: operations, error } = useQuery(operationsQuery);
  const [history, setHistory] = useState(false);
  const kept = useKept();
  // What was filled in stays while the page is open. Not in the address and not stored: it may hold a password.
  const filled = useRef(new Map<string, Params>());
  const [reopened, setReopened] = useState(0);

  const open = operations?.find(({ cloud, name }) => cloud === search.cloud && name === search.operation) ?? null;
  const cloud = open?.cloud ?? '';
  const ofCloud = accounts.filter((account) => account.cloud === cloud);
  const account = ofCloud.find(({ id }) => id === search.account) ?? ofCloud[0] ?? null;
  const region = (account?.id === search.account ? search.region : undefined) ?? account?.regions[0] ?? '';
  const details = useQuery({ ...operationDetailsQuery(cloud, open?.name ?? ''), enabled: open !== null });
  const key = `${cloud}/${open?.name} ${reopened}`;
  const clouds = useMemo(
    () => [
      ...new Set(accounts.length > 0 ? accounts.map((one) => one.cloud) : (operations ?? []).map((one) => one.cloud)),
    ],
    [accounts, operations],
  );

  // Whoever comes back finds open what was open.
  const address = JSON.stringify(search);
  useEffect(() => {
    const asked: Opened = JSON.parse(address);
    if (asked.operation !== undefined) return kept.keepOpened(asked);
    const before = kept.opened();
    if (before) void navigate({ to: '/explorer', search: before, replace: true });
  }, [address, kept, navigate]);

  const go = (to: { cloud: string; operation: string; account?: string; region?: string }) =>
    void navigate({ to: '/explorer', search: to });
  const place = account === null ? {} : { account: account.id, region };
  const reopen = (call: CallRecord) => {
    filled.current.set(`${call.cloud}/${call.operation}`, call.params as Params);
    setReopened((times) => times + 1);
    setHistory(false);
    go({ cloud: call.cloud, operation: call.operation, account: call.account, region: call.region });
  };
  const initial = () => {
    const form = details.data?.form;
    if (!form) return {};
    const id = `${cloud}/${form.operation}`;
    const before = filled.current.get(id) ?? kept.filled(id);
    return before ? shownParams(form, before) : firstParams(form);
  };

  return (
    <Page
      title={t('frame.pages.explorer')}
      meta={operations && <span>{t('explorer.count', { count: operations.length })}</span>}
      actions={
        <Button
          variant="default"
          leftSection={<IconHistory size={14} />}
          data-testid="explorer-history"
          aria-expanded={history}
          onClick={() => setHistory(!history)}
        >
          {t('explorer.history.title')}
        </Button>
      }
      details={history && <HistoryPanel onOpen={reopen} onClose={() => setHistory(false)} />}
    >
      <div className={classes.panes} data-history={history || undefined}>
        <OperationTree
          operations={operations ?? []}
          open={open}
          clouds={clouds}
          onOpen={(one) => go({ cloud: one.cloud, operation: one.name, ...(one.cloud === cloud ? place : {}) })}
        />
        {error || details.error ? (
          <div className={classes.scrolls}>
            <ErrorNotice error={error ?? details.error} />
          </div>
        ) : open === null ? (
          operations && (
            <EmptyState icon={IconApi} title={t('explorer.choose')}>
              {t('explorer.chooseHint')}
            </EmptyState>
          )
        ) : (
          details.data && (
            <Workspace
              key={key}
              cloud={cloud}
              details={details.data}
              accounts={ofCloud}
              account={account}
              region={region}
              initial={initial()}
              onParams={(params) => {
                filled.current.set(`${cloud}/${open.name}`, params);
                kept.keepFilled(`${cloud}/${open.name}`, details.data.form.schema, params);
              }}
              onPlace={(next, at) => go({ cloud, operation: open.name, account: next.id, region: at })}
            />
          )
        )}
      </div>
    </Page>
  );
}
