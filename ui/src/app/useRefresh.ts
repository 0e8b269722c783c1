import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { commands } from '../ipc/bindings';
import { unwrap } from '../ipc/failure';
import { useAccounts } from '../ipc/queries/accounts';
import { inventoryStatusQuery } from '../ipc/queries/inventory';
import { useSettings } from '../ipc/queries/settings';

/** Refreshing all instances: by hand, and every so many seconds while the window is seen (0: by hand only). */
export function useRefresh() {
  const { refreshSeconds } = useSettings();
  const accounts = useAccounts();
  const some = accounts.length > 0;
  // What decides which instances there are to see. An account that was added or changed is read at once.
  const seen = JSON.stringify(
    accounts.map(({ account, secretPlace }) => [
      account.id,
      account.accessKeyId,
      account.regions,
      account.endpoint,
      secretPlace,
    ]),
  );
  const { data: status } = useQuery(inventoryStatusQuery);

  // What fails is reported scope by scope in the status; there is nothing else to say here.
  const read = useCallback((asked: boolean) => {
    void unwrap(commands.refreshInventory(asked)).catch(() => undefined);
  }, []);
  const refresh = useCallback(() => read(true), [read]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is seen is what sets it off
  useEffect(() => {
    if (some) read(false);
  }, [some, seen, read]);

  useEffect(() => {
    if (!some || refreshSeconds === 0) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') read(false);
    }, refreshSeconds * 1000);
    return () => clearInterval(timer);
  }, [some, refreshSeconds, read]);

  return { refresh, refreshing: (status?.running ?? 0) > 0, refreshedAt: status?.refreshedAt ?? null, any: some };
}
