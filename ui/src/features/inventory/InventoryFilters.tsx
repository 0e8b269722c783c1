import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { FilterChip } from '../../components/FilterChip';
import { FilterMenu } from '../../components/FilterMenu';
import { SearchField } from '../../components/SearchField';
import type { InventoryPage, InventoryView } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { useClouds } from '../../ipc/queries/clouds';
import classes from './Inventory.module.css';

/** The chips, and the states each stands for. All that is on its way somewhere shares one. */
const GROUPS = [
  { id: 'running', states: ['running'] },
  { id: 'stopped', states: ['stopped'] },
  { id: 'moving', states: ['creating', 'starting', 'stopping', 'rebooting', 'busy', 'terminating'] },
  { id: 'failed', states: ['failed'] },
  { id: 'terminated', states: ['terminated'] },
  { id: 'unknown', states: ['unknown'] },
] as const;

const SOON_DAYS = 7;

/** Search, states with their counts, clouds, accounts. */
export function InventoryFilters({
  view,
  page,
  onChange,
}: {
  view: InventoryView;
  page: InventoryPage;
  onChange: (part: Partial<InventoryView>) => void;
}) {
  const { t } = useTranslation();
  const clouds = useClouds();
  const accounts = useAccounts();
  const countOf = (states: readonly string[]) =>
    page.counts.states.reduce((sum, { state, count }) => (states.includes(state) ? sum + count : sum), 0);
  const cloudCount = (id: string) => page.counts.clouds.find((entry) => entry.cloud === id)?.count ?? 0;
  const used = clouds.filter((cloud) => cloudCount(cloud.id) > 0);

  return (
    <>
      <SearchField
        value={view.search}
        onChange={(search) => onChange({ search })}
        placeholder={t('inventory.search')}
        testId="instance-search"
        width={190}
      />
      {GROUPS.map(({ id, states }) => {
        const count = countOf(states);
        const checked = states.every((state) => view.states.includes(state));
        if (count === 0 && !checked) return null;
        const others = view.states.filter((state) => !states.some((own) => own === state));
        return (
          <FilterChip
            key={id}
            label={id === 'moving' ? t('inventory.moving') : t(`state.${id}`)}
            count={count}
            checked={checked}
            onChange={(on) => onChange({ states: on ? [...others, ...states] : others })}
          />
        );
      })}
      {(page.counts.expiringSoon > 0 || view.expiringDays !== null) && (
        <FilterChip
          label={t('inventory.expiring', { count: SOON_DAYS })}
          count={page.counts.expiringSoon}
          checked={view.expiringDays !== null}
          tone="warn"
          onChange={(on) => onChange({ expiringDays: on ? SOON_DAYS : null })}
        />
      )}
      {(page.counts.attention > 0 || view.attention) && (
        <FilterChip
          label={t('inventory.attention')}
          count={page.counts.attention}
          checked={view.attention ?? false}
          tone="warn"
          onChange={(attention) => onChange({ attention })}
        />
      )}
      <span className={classes.separator} aria-hidden />
      <FilterMenu
        label={t('common.cloud')}
        options={used.map((cloud) => ({
          value: cloud.id,
          label: <CloudBadge cloud={cloud.id} />,
          count: cloudCount(cloud.id),
        }))}
        chosen={view.clouds}
        onChange={(chosen) => onChange({ clouds: chosen })}
        testId="filter-cloud"
      />
      <FilterMenu
        label={t('common.account')}
        options={accounts.map(({ account }) => ({
          value: account.id,
          label: <CloudBadge cloud={account.cloud} label={account.label} sandbox={account.sandbox} />,
        }))}
        chosen={view.accounts}
        onChange={(chosen) => onChange({ accounts: chosen })}
        testId="filter-account"
      />
    </>
  );
}
