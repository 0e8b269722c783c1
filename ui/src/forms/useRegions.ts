import { useMemo } from 'react';
import type { Account, AccountView, CloudView, RegionView } from '../ipc/bindings';
import { useAccounts } from '../ipc/queries/accounts';
import { useCloud } from '../ipc/queries/clouds';

/** The catalogue's regions, and those that the account's cloud lists beyond them; zones are the cloud's where it listed them. */
export function regionsOf(cloud: CloudView, listed: AccountView['listed']): RegionView[] {
  const known = new Set(cloud.regions.map(({ id }) => id));
  const zonesOf = new Map((listed?.regions ?? []).map(({ id, zones }) => [id, zones ?? []]));
  const withZones = (region: RegionView) => {
    const zones = zonesOf.get(region.id) ?? [];
    return zones.length > 0 ? { ...region, zones } : region;
  };
  const more = (listed?.regions ?? []).filter(({ id }) => !known.has(id));
  const beyond = more.map(({ id, name }) => ({ id, title: { zh: name, en: name }, zones: zonesOf.get(id) ?? [] }));
  return [...cloud.regions.map(withZones), ...beyond];
}

/** The regions that an account can use, as far as they are known. */
export function useRegions(account: Account): RegionView[] {
  const cloud = useCloud(account.cloud);
  const listed = useAccounts().find((view) => view.account.id === account.id)?.listed ?? null;
  return useMemo(() => (cloud ? regionsOf(cloud, listed) : []), [cloud, listed]);
}
