import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { commands, type InstanceKey, type InventoryView } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** Rows `[from, to)` of a view, with where they begin. The rows of before stay on the screen until the new ones are there. */
export function inventoryPageQuery(view: InventoryView, from: number, to: number) {
  return queryOptions({
    queryKey: keys.inventory.page(view, from, to),
    queryFn: async () => ({ ...(await unwrap(commands.inventoryPage(view, from, to))), from }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}

/** How the refresh of all accounts stands. Fed by the `inventoryChanged` event, see `events.ts`. */
export const inventoryStatusQuery = queryOptions({
  queryKey: keys.inventory.status,
  queryFn: async () => (await unwrap(commands.inventoryPage(everything, 0, 0))).status,
});

/** An instance in full. */
export function instanceQuery(key: InstanceKey) {
  return queryOptions({
    queryKey: keys.inventory.instance(key),
    queryFn: () => unwrap(commands.instance(key)),
  });
}

/** The view without any filter. */
export const everything: InventoryView = {
  search: '',
  clouds: [],
  accounts: [],
  states: [],
  expiringDays: null,
  sort: 'name',
  descending: false,
};
