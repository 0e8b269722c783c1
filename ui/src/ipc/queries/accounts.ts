import { queryOptions, useQuery } from '@tanstack/react-query';
import { type AccountView, commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** The accounts of this installation. */
export const accountsQuery = queryOptions({
  queryKey: keys.accounts.all,
  queryFn: () => unwrap(commands.accounts()),
});

/** The accounts that this version cannot read. */
export const unreadableAccountsQuery = queryOptions({
  queryKey: keys.accounts.unreadable,
  queryFn: () => unwrap(commands.unreadableAccounts()),
});

/** What the vendors' own tools left on this computer. Looked for anew whenever it is shown. */
export const foundCredentialsQuery = queryOptions({
  queryKey: keys.accounts.found,
  queryFn: () => unwrap(commands.findCredentials()),
  gcTime: 0,
  staleTime: 0,
});

/** The certificates of a file. */
export const caFileQuery = (path: string) =>
  queryOptions({ queryKey: keys.accounts.caFile(path), queryFn: () => unwrap(commands.lookAtCaFile(path)) });

/** What an account's endpoint means: the hosts that are called, and what they charge in. */
export const endpointQuery = (cloud: string, endpoint: string, region: string) =>
  queryOptions({
    queryKey: keys.accounts.endpoint(cloud, endpoint, region),
    queryFn: () => unwrap(commands.lookAtEndpoint(cloud, endpoint || null, region)),
  });

/** The accounts, empty until they are there. */
export function useAccounts(): AccountView[] {
  return useQuery(accountsQuery).data ?? none;
}

const none: AccountView[] = [];
