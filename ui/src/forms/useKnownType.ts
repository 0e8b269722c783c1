import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { InstanceType } from '../ipc/bindings';

/** Finds a type among the lists that the table of types has read already. Reads nothing by itself. */
export function useKnownType(account: string, region: string): (id: string) => InstanceType | undefined {
  const client = useQueryClient();
  return useCallback(
    (id) =>
      client
        .getQueriesData<InstanceType[]>({ queryKey: ['instance-types', account, region] })
        .flatMap(([, types]) => types ?? [])
        .find((type) => type.id === id),
    [client, account, region],
  );
}
