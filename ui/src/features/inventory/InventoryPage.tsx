import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/DataTable';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Page } from '../../components/Page';
import { useRemembered } from '../../components/useRemembered';
import { useWindow } from '../../components/useWindow';
import {
  commands,
  type InstanceKey,
  type InstanceRow,
  type InventorySort,
  type InventoryView,
} from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { accountsQuery } from '../../ipc/queries/accounts';
import { everything, inventoryPageQuery } from '../../ipc/queries/inventory';
import { useInstanceColumns } from './columns';
import { useMeant } from './InstanceActsProvider';
import { InstanceDetails } from './InstanceDetails';
import { type Asked, InstanceMenu } from './InstanceMenu';
import { InventoryEmpty } from './InventoryEmpty';
import { InventoryFilters } from './InventoryFilters';
import { InventoryMeta } from './InventoryMeta';
import { keyOfText, textOfKey } from './instanceKey';
import { SelectionBar } from './SelectionBar';

/** How many instances "select all" takes at most: more than that is not an act one can oversee. */
const MOST_SELECTED = 200;

/** All instances of all accounts. */
export function InventoryPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = useSearch({ from: '/instances' });
  const [view, setView] = useRemembered<InventoryView>('inventory-view', everything);
  const [search] = useDebouncedValue(view.search, 120);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { data: accounts } = useQuery(accountsQuery);

  const asked = useMemo(() => ({ ...view, search: search.trim() }), [view, search]);
  const { from, to, onVisible } = useWindow();
  const { data: page, error, isPlaceholderData } = useQuery(inventoryPageQuery(asked, from, to));
  const columns = useInstanceColumns((page?.counts.tags.length ?? 0) > 0);
  const [menu, setMenu] = useState<Asked | null>(null);

  const change = (part: Partial<InventoryView>) => setView({ ...view, ...part });
  const openKey =
    open.account && open.region && open.instance
      ? { account: open.account, region: open.region, id: open.instance }
      : null;
  const show = ({ account, region, id }: InstanceKey) =>
    void navigate({ to: '/instances', search: { account, region, instance: id } });
  const close = () => void navigate({ to: '/instances', search: {} });
  const selectAll = async () => {
    const all = await unwrap(commands.inventoryPage(asked, 0, MOST_SELECTED)).catch(() => null);
    if (all) setSelected(new Set(all.rows.map((row) => textOfKey(row.key))));
  };
  const idsOf = async (first: number, end: number) => {
    const all = await unwrap(commands.inventoryPage(asked, first, Math.min(end, first + MOST_SELECTED)));
    return all.rows.map((row) => textOfKey(row.key));
  };
  useMeant(selected.size > 0 ? [...selected].map(keyOfText) : openKey ? [openKey] : []);

  // Enter in the search means the one that is found, also while it is still being looked for.
  const [entered, setEntered] = useState<string | null>(null);
  const found = !isPlaceholderData && asked.search === view.search.trim() ? page : undefined;
  const openOnly = useEffectEvent((one: InstanceRow) => show(one.key));
  useEffect(() => {
    if (entered === null || !found) return;
    const [only] = found.rows;
    if (entered === asked.search && only && found.total === 1) openOnly(only);
    setEntered(null);
  }, [entered, found, asked.search]);

  return (
    <Page
      title={t('frame.pages.instances')}
      meta={page && <InventoryMeta page={page} />}
      actions={
        <Button
          leftSection={<IconPlus size={14} />}
          data-testid="instances-create"
          renderRoot={(props) => <Link {...props} to="/create" search={{}} />}
        >
          {t('inventory.create')}
        </Button>
      }
      filters={
        page && page.all > 0 ? (
          <InventoryFilters view={view} page={page} onChange={change} onEnter={() => setEntered(view.search.trim())} />
        ) : undefined
      }
      details={
        openKey && (
          <InstanceDetails key={textOfKey(openKey)} instanceKey={openKey} hot={selected.size === 0} onClose={close} />
        )
      }
    >
      {error ? (
        <div style={{ padding: 16 }}>
          <ErrorNotice error={error} />
        </div>
      ) : (
        <DataTable
          label={t('frame.pages.instances')}
          columns={columns}
          topKey={JSON.stringify(asked)}
          rows={page?.rows ?? []}
          rowId={(row) => textOfKey(row.key)}
          window={{ from: page?.from ?? 0, total: page?.total ?? 0, onVisible }}
          rowHeight={46}
          sort={{ column: view.sort, descending: view.descending }}
          onSort={({ column, descending }) => change({ sort: column as InventorySort, descending })}
          selected={selected}
          onSelect={setSelected}
          onSelectAll={() => void selectAll()}
          idsOf={idsOf}
          openId={openKey && textOfKey(openKey)}
          onOpen={({ key }) => show(key)}
          onMenu={({ key }, at) =>
            setMenu({ keys: selected.has(textOfKey(key)) ? [...selected].map(keyOfText) : [key], at })
          }
          rowProps={(row) => ({
            'data-testid': 'instance-row',
            'data-instance-id': row.key.id,
            'data-state': row.state.kind,
            'data-cloud': row.cloud,
          })}
          loading={!page || (page.all === 0 && page.status.running > 0)}
          empty={
            page &&
            accounts && (
              <InventoryEmpty
                accounts={accounts.length}
                all={page.all}
                failures={page.status.failures}
                scopes={page.status.scopes}
                onClear={() => setView({ ...everything, sort: view.sort, descending: view.descending })}
              />
            )
          }
        />
      )}
      {menu && (
        <InstanceMenu
          asked={menu}
          label={
            menu.keys.length === 1 ? (menu.keys[0]?.id ?? '') : t('inventory.selected', { count: menu.keys.length })
          }
          onClose={() => setMenu(null)}
        />
      )}
      {selected.size > 0 && <SelectionBar keys={[...selected].map(keyOfText)} onDone={() => setSelected(new Set())} />}
    </Page>
  );
}
