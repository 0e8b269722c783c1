import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { commands, type JournalFilter } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** Entries `[from, to)` of the journal, the latest first, with where they begin. */
export function journalPageQuery(filter: JournalFilter, from: number, to: number) {
  return queryOptions({
    queryKey: keys.journal.page(filter, from, to),
    queryFn: async () => ({ ...(await unwrap(commands.journal(filter, from, to))), from }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}
