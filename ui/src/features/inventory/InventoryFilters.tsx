import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChipRow } from '../../components/ChipRow';
import { CloudBadge } from '../../components/CloudBadge';
import { FilterChip } from '../../components/FilterChip';
import { type FilterKind, FilterMenu, FiltersMenu, filters } from '../../components/FilterMenu';
import { SearchField } from '../../components/SearchField';
import { useRegionName } from '../../components/useRegionName';
import { useWholeZoneName } from '../../components/useZoneName';
import type { BillingMode, InventoryPage, InventoryView } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
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

/** Where there is less room than this, all menus are under one button. */
const ROOM = 880;

const BILLINGS: readonly string[] = [
  'prepaid',
  'postpaid',
  'spot',
  'dedicated_host',
  'dedicated_cluster',
  'other',
] satisfies BillingMode['kind'][];

type Props = {
  view: InventoryView;
  page: InventoryPage;
  onChange: (part: Partial<InventoryView>) => void;
  onEnter: () => void;
};

/** Search, states with their counts, and menus of everything else. What there is to filter by stays, whatever is searched for. */
export function InventoryFilters({ view, page: { counts }, onChange, onEnter }: Props) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const kinds = useKinds(view, counts, onChange);
  const [cloud, account, region, ...others] = kinds;
  const narrow = width > 0 && width < ROOM;

  return (
    <div ref={ref} className={classes.filters}>
      <SearchField
        value={view.search}
        onChange={(search) => onChange({ search })}
        placeholder={t('inventory.search')}
        testId="instance-search"
        width={190}
        onEnter={onEnter}
      />
      <ChipRow label={t('inventory.filter')}>
        {GROUPS.map(({ id, states }) => {
          const own = counts.states.filter(({ state }) => states.some((one) => one === state));
          const checked = states.every((state) => view.states.includes(state));
          if (own.length === 0 && !checked) return null;
          const rest = view.states.filter((state) => !states.some((one) => one === state));
          return (
            <FilterChip
              key={id}
              label={id === 'moving' ? t('inventory.moving') : t(`state.${id}`)}
              count={own.reduce((sum, { count }) => sum + count, 0)}
              checked={checked}
              onChange={(on) => onChange({ states: on ? [...rest, ...states] : rest })}
            />
          );
        })}
        {(counts.anyExpiring || view.expiringDays !== null) && (
          <FilterChip
            label={t('inventory.expiring', { count: SOON_DAYS })}
            count={counts.expiringSoon}
            checked={view.expiringDays !== null}
            {...(counts.expiringSoon > 0 ? { tone: 'warn' as const } : {})}
            onChange={(on) => onChange({ expiringDays: on ? SOON_DAYS : null })}
          />
        )}
        {(counts.anyAttention || view.attention) && (
          <FilterChip
            label={t('inventory.attention')}
            count={counts.attention}
            checked={view.attention ?? false}
            {...(counts.attention > 0 ? { tone: 'warn' as const } : {})}
            onChange={(attention) => onChange({ attention })}
          />
        )}
        {!narrow && kinds.some(filters) && <span className={classes.separator} aria-hidden />}
        {narrow ? (
          <FiltersMenu
            label={t('inventory.filter')}
            kinds={kinds}
            onClear={() => onChange(NOTHING)}
            testId="filter-all"
          />
        ) : (
          <>
            {cloud && <FilterMenu kind={cloud} testId="filter-cloud" />}
            {account && <FilterMenu kind={account} testId="filter-account" />}
            {region && <FilterMenu kind={region} testId="filter-region" />}
            <FiltersMenu
              label={t('inventory.moreFilters')}
              kinds={others}
              onClear={() => onChange({ zones: [], billings: [], types: [], tags: [] })}
              testId="filter-more"
            />
          </>
        )}
      </ChipRow>
    </div>
  );
}

const NOTHING = { clouds: [], accounts: [], regions: [], zones: [], billings: [], types: [], tags: [] };

/** The kinds of values that one can filter by, always in this order: cloud, account, region, and what is asked for less often. */
function useKinds(
  view: InventoryView,
  counts: InventoryPage['counts'],
  onChange: (part: Partial<InventoryView>) => void,
): FilterKind[] {
  const { t } = useTranslation();
  const accounts = useAccounts();
  const regionName = useRegionName();
  const zoneName = useWholeZoneName();
  type Part = keyof typeof NOTHING;
  const kind = (id: Part, label: string, options: FilterKind['options']): FilterKind => ({
    id,
    label,
    options,
    chosen: view[id] ?? [],
    onChange: (chosen) => onChange({ [id]: chosen }),
  });
  const told = (name: ReactNode, id: string) => <span title={id}>{name}</span>;
  return [
    kind(
      'clouds',
      t('common.cloud'),
      counts.clouds.map(({ cloud, count }) => ({ value: cloud, label: <CloudBadge cloud={cloud} />, count })),
    ),
    kind(
      'accounts',
      t('common.account'),
      accounts.map(({ account: { id, cloud, label, sandbox } }) => ({
        value: id,
        label: <CloudBadge cloud={cloud} label={label} sandbox={sandbox} />,
        count: counts.accounts.find(({ value }) => value === id)?.count ?? 0,
      })),
    ),
    kind(
      'regions',
      t('common.region'),
      merged(counts.regions).map(({ cloud, id, count }) => ({
        value: id,
        label: told(regionName(cloud, id), id),
        count,
      })),
    ),
    kind(
      'zones',
      t('common.zone'),
      merged(counts.zones).map(({ cloud, id, count }) => ({ value: id, label: told(zoneName(cloud, id), id), count })),
    ),
    kind(
      'billings',
      t('inventory.billing'),
      counts.billings.map(({ value, count }) => ({
        value,
        label: BILLINGS.includes(value) ? t(`billing.${value as BillingMode['kind']}`) : value,
        count,
      })),
    ),
    kind(
      'types',
      t('inventory.type'),
      counts.types.map(({ value, count }) => ({ value, label: value, count })),
    ),
    kind(
      'tags',
      t('inventory.tags'),
      counts.tags.map(({ value, count }) => ({ value, label: value, count })),
    ),
  ];
}

/** One entry for an id that two clouds have: it is filtered by the id. */
function merged(places: InventoryPage['counts']['regions']): InventoryPage['counts']['regions'] {
  const byId = new Map<string, (typeof places)[number]>();
  for (const place of places) {
    const before = byId.get(place.id);
    byId.set(place.id, before ? { ...before, count: before.count + place.count } : place);
  }
  return [...byId.values()];
}
