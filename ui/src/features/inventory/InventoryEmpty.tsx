import { Button } from '@mantine/core';
import { IconCloudOff, IconFilterOff, IconKey, IconServer2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';

type Props = { accounts: number; all: number; failed: number; scopes: number; onClear: () => void };

/** Why there are no rows, and what to do next. */
export function InventoryEmpty({ accounts, all, failed, scopes, onClear }: Props) {
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
        {t('inventory.empty.unreadHint')}
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
