import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Params, withoutSecrets } from '../../forms/params';
import type { Schema } from '../../forms/schema';
import { keys } from '../../ipc/keys';

/** What is open in the explorer, as its address says it. */
export type Opened = { cloud?: string; operation?: string; account?: string; region?: string };

/**
 * What one left in the explorer, while the program runs: the open operation, and what was filled in of each. In memory only, and
 * without secrets: a password is typed again.
 */
export function useKept() {
  const client = useQueryClient();
  return useMemo(
    () => ({
      opened: () => client.getQueryData<Opened>(keys.explorer.opened),
      keepOpened: (opened: Opened) => keep(client, keys.explorer.opened, opened),
      filled: (id: string) => client.getQueryData<Params>(keys.explorer.filled(id)),
      keepFilled: (id: string, schema: Schema, params: Params) =>
        keep(client, keys.explorer.filled(id), withoutSecrets(schema, params)),
    }),
    [client],
  );
}

function keep(client: QueryClient, key: readonly string[], value: unknown): void {
  // Nobody observes it: without this it would be gone in minutes.
  client.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY });
  client.setQueryData(key, value);
}
