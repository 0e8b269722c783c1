import { Button, SegmentedControl } from '@mantine/core';
import { IconReceiptYuan } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { Page } from '../../components/Page';
import { useRemembered } from '../../components/useRemembered';
import { useAccounts } from '../../ipc/queries/accounts';
import { useClouds } from '../../ipc/queries/clouds';
import { useKeptQuotes } from './kept';
import { QuoteForm } from './QuoteForm';
import { QuoteRows } from './QuoteRows';
import classes from './Quotes.module.css';
import { SpotHistory } from './SpotHistory';

type View = { tab: 'rows' | 'spot'; account: string | null };

/** Pricing configurations without starting a purchase, side by side; and how spot prices moved. */
export function QuotesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/quotes' });
  const accounts = useAccounts().map((view) => view.account);
  const clouds = useClouds();
  const kept = useKeptQuotes();
  const [{ tab, ...view }, setView] = useRemembered<View>('quotes-view', { tab: 'rows', account: null });
  // An account that one was sent here with is not what one usually asks.
  const [sent, setSent] = useState(search.account ?? null);
  const chosen = sent ?? view.account;
  const priced = accounts.filter(({ cloud }) => clouds.find(({ id }) => id === cloud)?.hasQuote);
  const account = accounts.find(({ id }) => id === chosen) ?? priced[0] ?? accounts[0];
  const cloud = clouds.find(({ id }) => id === account?.cloud);
  const spot = accounts.filter((one) => clouds.find(({ id }) => id === one.cloud)?.hasSpotHistory);

  if (!account || !cloud) {
    return (
      <Page title={t('quotes.title')}>
        {accounts.length === 0 && (
          <EmptyState
            icon={IconReceiptYuan}
            title={t('quotes.noAccounts')}
            action={<Button onClick={() => void navigate({ to: '/accounts' })}>{t('create.addAccount')}</Button>}
          >
            {t('quotes.noAccountsHint')}
          </EmptyState>
        )}
      </Page>
    );
  }
  return (
    <Page
      title={t('quotes.title')}
      meta={t('quotes.hint')}
      actions={
        spot.length > 0 && (
          <SegmentedControl
            data={[
              { value: 'rows', label: t('quotes.tab.rows', { count: kept.length }) },
              { value: 'spot', label: t('quotes.tab.spot') },
            ]}
            value={tab}
            aria-label={t('quotes.tab.label')}
            data-testid="quotes-tab"
            onChange={(next) => setView({ ...view, tab: next === 'spot' ? 'spot' : 'rows' })}
          />
        )
      }
    >
      {tab === 'spot' && spot.length > 0 ? (
        <SpotHistory accounts={spot} />
      ) : (
        <div className={classes.columns}>
          <QuoteForm
            key={account.id}
            account={account}
            accounts={accounts}
            cloud={cloud}
            region={search.account === account.id && search.region ? search.region : (account.regions[0] ?? '')}
            onAccount={(next) => {
              setSent(null);
              setView({ tab, account: next.id });
            }}
          />
          <QuoteRows quotes={kept} accounts={accounts} />
        </div>
      )}
    </Page>
  );
}
