import { Button } from '@mantine/core';
import { IconCloudOff, IconFilterOff, IconKey, IconServer2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands, type ScopeFailure } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Inventory.module.css';

type Props = {
  accounts: number;
  all: number;
  /** The regions that could not be read, of so many. */
  failures: ScopeFailure[];
  scopes: number;
  onClear: () => void;
};

/** Why there are no rows, and what to do next. */
export function InventoryEmpty({ accounts, all, failures, scopes, onClear }: Props) {
  const { t } = useTranslation();
  if (accounts === 0) {
    return (
      <EmptyState
        icon={IconKey}
        title={t('inventory.empty.noAccounts')}
        action={<Button renderRoot={(props) => <Link {...props} to="/welcome" />}>{t('inventory.empty.begin')}</Button>}
      >
        {t('inventory.empty.noAccountsHint')}
      </EmptyState>
    );
  }
  if (all > 0) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title={t('inventory.empty.noMatch')}
        action={
          <Button variant="default" onClick={onClear}>
            {t('common.clearFilters')}
          </Button>
        }
      />
    );
  }
  const failed = failures.length;
  // Where nothing could be read, nobody knows whether there are any.
  if (failed > 0 && failed >= scopes) {
    return (
      <EmptyState
        icon={IconCloudOff}
        title={t('inventory.empty.unread')}
        action={
          <>
            <Button
              data-testid="inventory-retry"
              onClick={() => void unwrap(commands.refreshInventory(true)).catch(() => undefined)}
            >
              {t('common.retry')}
            </Button>
            <Button variant="default" renderRoot={(props) => <Link {...props} to="/accounts" search={{}} />}>
              {t('inventory.toAccount')}
            </Button>
          </>
        }
      >
        <Causes failures={failures} />
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconServer2}
      title={t('inventory.empty.noInstances')}
      action={
        <Button renderRoot={(props) => <Link {...props} to="/create" search={{}} />}>{t('inventory.create')}</Button>
      }
    >
      {failed > 0 ? t('inventory.empty.someFailed') : t('inventory.empty.noInstancesHint')}
    </EmptyState>
  );
}

/** So many different causes are shown; the others stand beside the title. */
const SHOWN = 2;

/** What kept the regions from being read, each cause once, with the first account that it kept. */
function Causes({ failures }: { failures: ScopeFailure[] }) {
  const { t } = useTranslation();
  const causes = new Map<string, ScopeFailure>();
  for (const failure of failures) {
    const { kind, words, vendor } = failure.error;
    const cause = JSON.stringify([kind, words, vendor?.code]);
    if (!causes.has(cause)) causes.set(cause, failure);
  }
  return (
    <>
      {[...causes].slice(0, SHOWN).map(([cause, { cloud, accountLabel, error }]) => (
        <section key={cause} className={classes.cause}>
          <CloudBadge cloud={cloud} label={accountLabel} />
          <ErrorNotice error={error} />
        </section>
      ))}
      {causes.size > SHOWN && <p>{t('inventory.empty.unreadHint')}</p>}
    </>
  );
}
