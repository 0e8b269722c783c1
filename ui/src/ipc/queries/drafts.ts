import { queryOptions } from '@tanstack/react-query';
import { commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** Half-filled wizards, the latest first. */
export const draftsQuery = queryOptions({
  queryKey: keys.drafts.all,
  queryFn: () => unwrap(commands.drafts()),
});

/** Those that this version cannot read. */
export const unreadableDraftsQuery = queryOptions({
  queryKey: keys.drafts.unreadable,
  queryFn: () => unwrap(commands.unreadableDrafts()),
});
