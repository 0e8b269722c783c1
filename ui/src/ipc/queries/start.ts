import { queryOptions } from '@tanstack/react-query';
import { commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** What keeps the application from running; null when it runs. */
export const startTroubleQuery = queryOptions({
  queryKey: keys.start.trouble,
  queryFn: () => unwrap(commands.startTrouble()),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The journal of the database that the application cannot start on. */
export const keptJournalQuery = queryOptions({
  queryKey: keys.start.journal,
  queryFn: () => unwrap(commands.readOnlyJournal()),
  // What has happened to the file meanwhile is seen when one looks again.
  staleTime: 0,
  gcTime: 0,
});
