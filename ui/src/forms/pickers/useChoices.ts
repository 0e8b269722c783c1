import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { readable, zoneWords } from '../../components/useZoneName';
import type { Choice, InstanceRow } from '../../ipc/bindings';
import { choicesQuery } from '../../ipc/queries/choices';
import { everything, inventoryPageQuery } from '../../ipc/queries/inventory';
import { useFormScope } from '../FormScope';
import { fits } from './fitting';

/** A choice; of an instance with what the window knows of it. */
export type Offered = Choice & { row?: InstanceRow };

type Offer = {
  /** Everything on offer. */
  all: Offered[];
  /** What fits to what is chosen already. */
  fitting: Offered[];
  loading: boolean;
  /** What kept the list from being complete. */
  failure: unknown;
  retry: () => void;
};

/** As many instances of an account are known by name. */
const MOST = 2000;

/** What a picker of a kind of thing offers in the form's account and region. */
export function useChoices(kind: string): Offer {
  const { t, i18n } = useTranslation();
  const { account, region, chosen, prepaidOnly = false, zonesOfType = [] } = useFormScope();
  const query = useQuery({ ...choicesQuery(account, region, kind), enabled: account !== '' && region !== '' });
  const rows = useRows(account, region, kind === 'instance');
  const all = useMemo(() => {
    const items: Offered[] = query.data?.items ?? [];
    if (kind === 'instance') return items.map((one) => told(one, rows.get(one.id))).sort(byName);
    // Some clouds name their zones by id only, or in one language.
    const isNamed = ({ id, label }: Offered) => label !== id && readable(label, i18n.language) !== undefined;
    const named = (one: Offered) => (isNamed(one) ? one : { ...one, label: zoneWords(region, one.id, t) });
    return kind === 'zone' ? items.map(named) : items;
  }, [query.data, rows, kind, region, t, i18n.language]);
  return {
    all,
    fitting: all.filter(
      (choice) =>
        fits(choice, chosen, kind) &&
        !(kind === 'zone' && zonesOfType.length > 0 && !zonesOfType.includes(choice.id)) &&
        !(prepaidOnly && choice.row && choice.row.billing.kind !== 'prepaid'),
    ),
    loading: query.isFetching,
    failure: query.error ?? query.data?.failure ?? null,
    retry: () => void query.refetch(),
  };
}

/** The instances of the account and region that the window knows, by id. */
function useRows(account: string, region: string, wanted: boolean): Map<string, InstanceRow> {
  const view = useMemo(() => ({ ...everything, accounts: [account] }), [account]);
  const { data } = useQuery({ ...inventoryPageQuery(view, 0, MOST), enabled: wanted && account !== '' });
  return useMemo(() => {
    const own = (data?.rows ?? []).filter(({ key }) => key.account === account && key.region === region);
    return new Map(own.map((row) => [row.key.id, row]));
  }, [data, account, region]);
}

/** With the addresses in place of the cloud's own words: the state is shown, and looked for, as everywhere else. */
function told(choice: Choice, row: InstanceRow | undefined): Offered {
  if (!row) return choice;
  const size = row.instanceType === null ? [] : [row.instanceType];
  return { ...choice, label: row.name || choice.label, detail: [...row.publicIps, ...row.privateIps, ...size], row };
}

function byName(a: Choice, b: Choice): number {
  return a.label.localeCompare(b.label, 'zh-CN', { numeric: true });
}
