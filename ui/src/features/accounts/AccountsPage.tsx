import { Button, Skeleton } from '@mantine/core';
import { IconFileImport, IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Notice } from '../../components/Notice';
import { Page } from '../../components/Page';
import { accountsQuery, unreadableAccountsQuery } from '../../ipc/queries/accounts';
import { appInfoQuery } from '../../ipc/queries/app';
import { useClouds } from '../../ipc/queries/clouds';
import { AccountCard } from './AccountCard';
import { AccountPanel } from './AccountPanel';
import classes from './Accounts.module.css';
import { ImportDialog } from './ImportDialog';
import { NoKeychain } from './NoKeychain';
import { RekeyPanel } from './RekeyPanel';
import { UnreadableAccount } from './UnreadableAccount';

/** The accounts, by cloud. */
export function AccountsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { add, edit, find } = useSearch({ from: '/accounts' });
  const [rekey, setRekey] = useState<string | null>(null);
  const [added, setAdded] = useState(false);
  const clouds = useClouds();
  const { data: accounts, error } = useQuery(accountsQuery);
  const { data: unreadable = [] } = useQuery(unreadableAccountsQuery);
  const { data: info } = useQuery(appInfoQuery);

  const go = (search: { add?: string; edit?: string; find?: string }) => {
    setRekey(null);
    setAdded(false);
    void navigate({ to: '/accounts', search });
  };
  const edited = accounts?.find(({ account }) => account.id === edit);
  const rekeyed = accounts?.find(({ account }) => account.id === rekey);
  const addButton = (
    <Button leftSection={<IconPlus size={14} />} data-testid="account-add" onClick={() => go({ add: 'any' })}>
      {t('accounts.add')}
    </Button>
  );

  const importButton = (
    <Button
      variant="default"
      leftSection={<IconFileImport size={14} />}
      data-testid="account-import"
      onClick={() => go({ find: 'credentials' })}
    >
      {t('import.open')}
    </Button>
  );

  const panel = rekeyed ? (
    <RekeyPanel key={`rekey ${rekeyed.account.id}`} view={rekeyed} onClose={() => setRekey(null)} />
  ) : edited ? (
    <AccountPanel
      key={`edit ${edited.account.id}`}
      view={edited}
      cloudId={edited.account.cloud}
      onClose={() => go({})}
      onAdded={() => go({})}
    />
  ) : add ? (
    <AccountPanel
      key="add"
      view={null}
      cloudId={add === 'any' ? null : add}
      onClose={() => go({})}
      onAdded={(first) => {
        // Whoever adds the first one wants to see what is in it.
        if (first) return void navigate({ to: '/instances', search: {} });
        go({});
        setAdded(true);
      }}
    />
  ) : null;

  return (
    <Page
      title={t('frame.pages.accounts')}
      meta={
        accounts &&
        accounts.length > 0 && <span className="yd-figures">{t('accounts.count', { count: accounts.length })}</span>
      }
      actions={
        <>
          {importButton}
          {addButton}
        </>
      }
      scrolls
      details={panel}
    >
      {error && <ErrorNotice error={error} />}
      {added && (
        <Notice tone="calm" role="status" data-testid="account-added">
          {t('accounts.added')}{' '}
          <Link to="/instances" search={{}}>
            {t('accounts.showInstances')}
          </Link>
        </Notice>
      )}
      {!accounts && !error && (
        <div className={classes.grid}>
          <Skeleton height={168} />
          <Skeleton height={168} />
        </div>
      )}
      {info?.keychain.kind === 'unavailable' && !panel && <NoKeychain reason={info.keychain.reason} />}
      {accounts?.length === 0 && unreadable.length === 0 && (
        <EmptyState icon={IconKey} title={t('accounts.empty')} action={addButton}>
          {t('accounts.emptyHint')}
        </EmptyState>
      )}
      {find && <ImportDialog onClose={() => go({})} />}
      {accounts && (
        <div className={classes.grid}>
          {clouds.flatMap((cloud) =>
            accounts
              .filter(({ account }) => account.cloud === cloud.id)
              .map((view) => (
                <AccountCard
                  key={view.account.id}
                  view={view}
                  cloud={cloud}
                  onEdit={() => go({ edit: view.account.id })}
                  onRekey={() => {
                    go({});
                    setRekey(view.account.id);
                  }}
                />
              )),
          )}
          {unreadable.map((account) => (
            <UnreadableAccount key={account.id} account={account} />
          ))}
        </div>
      )}
    </Page>
  );
}
