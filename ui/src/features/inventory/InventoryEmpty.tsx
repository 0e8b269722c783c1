import { Button } from '@mantine/core';
import { IconFilterOff, IconKey, IconServer2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState';

type Props = { accounts: number; all: number; failed: number; onClear: () => void };

/** Why there are no rows, and what to do next. */
export function InventoryEmpty({ accounts, all, failed, onClear }: Props) {
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
