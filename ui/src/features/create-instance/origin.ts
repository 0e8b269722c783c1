import { useQuery } from '@tanstack/react-query';
import { type Params, prunedParams } from '../../forms/params';
import { isSchema } from '../../forms/schema';
import type { Account, Draft, Instance } from '../../ipc/bindings';
import { useAccounts } from '../../ipc/queries/accounts';
import { draftsQuery } from '../../ipc/queries/drafts';
import { instanceQuery } from '../../ipc/queries/inventory';

export type CreateSearch = { account?: string; region?: string; instance?: string; image?: string; draft?: string };

/** What the wizard starts from. */
export type Origin = {
  account: Account;
  region: string;
  draft: Draft | null;
  instance: Instance | null;
  image: string | null;
};

/** What the address asks the wizard to start from; `null` while it is being read, or when there is no account. */
export function useOrigin(search: CreateSearch): { origin: Origin | null; loading: boolean; accounts: Account[] } {
  const accounts = useAccounts().map((view) => view.account);
  const drafts = useQuery({ ...draftsQuery, enabled: search.draft !== undefined });
  const key = { account: search.account ?? '', region: search.region ?? '', id: search.instance ?? '' };
  const instance = useQuery({ ...instanceQuery(key), enabled: search.instance !== undefined });
  const draft = drafts.data?.find(({ id }) => id === search.draft) ?? null;
  const loading = instance.isLoading || (search.draft !== undefined && draft === null && drafts.isFetching);
  const wanted = draft?.account ?? search.account;
  const account = accounts.find(({ id }) => id === wanted) ?? accounts[0];
  if (loading || !account) return { origin: null, loading, accounts };
  const asked = draft?.region ?? search.region;
  return {
    origin: {
      account,
      region: asked !== undefined && account.id === wanted ? asked : (account.regions[0] ?? ''),
      draft: draft?.account === account.id ? draft : null,
      instance: instance.data ?? null,
      image: search.image ?? null,
    },
    loading,
    accounts,
  };
}

/** The parameters of a draft. */
export function draftParams(draft: Draft): Params {
  return isSchema(draft.params) ? prunedParams(draft.params) : {};
}
