import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { commands, type JournalFilter } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** What happened to an act, step by step. */
export function journalStepsQuery(id: string) {
  return queryOptions({ queryKey: keys.journal.steps(id), queryFn: () => unwrap(commands.journalSteps(id)) });
}

/** Entries `[from, to)` of the journal, the latest first, with where they begin. */
export function journalPageQuery(filter: JournalFilter, from: number, to: number) {
  return queryOptions({
    queryKey: keys.journal.page(filter, from, to),
    queryFn: async () => ({ ...(await unwrap(commands.journal(filter, from, to))), from }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}
