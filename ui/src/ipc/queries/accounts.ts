import { queryOptions, useQuery } from '@tanstack/react-query';
import { type AccountView, commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** The accounts of this installation. */
export const accountsQuery = queryOptions({
  queryKey: keys.accounts.all,
  queryFn: () => unwrap(commands.accounts()),
});

/** The accounts, empty until they are there. */
export function useAccounts(): AccountView[] {
  return useQuery(accountsQuery).data ?? none;
}

const none: AccountView[] = [];
