import type { QueryClient } from '@tanstack/react-query';
import { type Activity, events } from './bindings';
import { keys } from './keys';
import { takeActivities } from './queries/activities';

/** How often, at most, arriving inventory makes the table ask for its rows again, in milliseconds. */
const ROWS_EVERY = 250;

/**
 * Keeps the queries true to what the shell reports. Returns the way to stop.
 * `onActivity` hears every change of an activity with what was known of it before.
 */
export function followShell(
  client: QueryClient,
  onActivity: (now: Activity, before: Activity | undefined) => void,
): () => void {
  let rowsDue: ReturnType<typeof setTimeout> | undefined;
  const rowsChanged = () => {
    rowsDue ??= setTimeout(() => {
      rowsDue = undefined;
      void client.invalidateQueries({ queryKey: keys.inventory.pages });
      void client.invalidateQueries({ queryKey: ['inventory', 'instance'] });
    }, ROWS_EVERY);
  };

  const nounsDue = new Map<string, ReturnType<typeof setTimeout>>();
  const nounChanged = (noun: string) => {
    if (nounsDue.has(noun)) return;
    const again = () => {
      nounsDue.delete(noun);
      void client.invalidateQueries({ queryKey: keys.nouns.rows(noun) });
    };
    nounsDue.set(noun, setTimeout(again, ROWS_EVERY));
  };

  const listening = [
    events.rowsChanged.listen(({ payload }) => nounChanged(payload)),
    events.inventoryChanged.listen(({ payload }) => {
      client.setQueryData(keys.inventory.status, payload);
      rowsChanged();
    }),
    events.activityChanged.listen(({ payload }) => {
      const known = client.getQueryData<Activity[]>(keys.activities.all) ?? [];
      const before = known.find((activity) => activity.id === payload.id);
      takeActivities(client, [payload]);
      void client.invalidateQueries({ queryKey: keys.journal.all });
      if (payload.phase === 'done' || payload.phase === 'partly')
        void client.invalidateQueries({ queryKey: keys.images.all });
      onActivity(payload, before);
    }),
    events.accountsChanged.listen(() => {
      void client.invalidateQueries({ queryKey: keys.accounts.all });
      void client.invalidateQueries({ queryKey: keys.app.all });
      rowsChanged();
    }),
    events.updateChanged.listen(() => void client.invalidateQueries({ queryKey: keys.update.notice })),
  ];

  return () => {
    clearTimeout(rowsDue);
    for (const due of nounsDue.values()) clearTimeout(due);
    // At the window's end the shell may be gone first; there is nothing left to stop then.
    for (const stop of listening) void stop.then((unlisten) => unlisten()).catch(() => undefined);
  };
}
