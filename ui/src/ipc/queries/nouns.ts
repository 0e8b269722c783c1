import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { commands, type NounActView, type NounFilter, type NounView, type RowKey } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';
import { useAccounts } from './accounts';

/** The nouns that have a page. They are part of the program and never change while it runs. */
export const nounsQuery = queryOptions({
  queryKey: keys.nouns.all,
  queryFn: () => unwrap(commands.nouns()),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The nouns that a cloud of somebody's accounts has, empty until they are there. */
export function useOwnNouns(): NounView[] {
  const clouds = new Set(useAccounts().map(({ account }) => account.cloud));
  const nouns = useQuery(nounsQuery).data ?? none;
  return nouns.filter((noun) => noun.clouds.some(({ cloud }) => clouds.has(cloud)));
}

/** Rows `[from, to)` of a noun, with where they begin. The rows of before stay until the new ones are there. */
export function nounPageQuery(noun: string, filter: NounFilter, from: number, to: number) {
  return queryOptions({
    queryKey: keys.nouns.page(noun, filter, from, to),
    queryFn: async () => ({ ...(await unwrap(commands.nounPage(noun, filter, from, to))), from }),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}

/** A thing in full. */
export function nounRecordQuery(noun: string, key: RowKey) {
  return queryOptions({
    queryKey: keys.nouns.record(noun, key),
    queryFn: () => unwrap(commands.nounRecord(noun, key)),
  });
}

/** What can be done with things of an `x-ref` kind of a cloud, and what makes new ones. Part of the program, too. */
export function nounActsQuery(cloud: string, kind: string) {
  return queryOptions({
    queryKey: keys.nouns.acts(cloud, kind),
    queryFn: () => unwrap(commands.nounActs(cloud, kind)),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: cloud !== '' && kind !== '',
  });
}

/** What can be done with things of a kind, but for what a button of the window does as well; empty until it is there. */
export function useOtherActs(cloud: string, kind: string): NounActView[] {
  const acts = useQuery(nounActsQuery(cloud, kind)).data ?? noActs;
  return acts.filter(({ designed, options }) => !designed || options);
}

/** What makes new things of a kind, but for what the window has a button for; empty until it is there. */
export function useOtherCreations(cloud: string, kind: string): NounActView[] {
  const { data } = useQuery({
    queryKey: keys.nouns.creations(cloud, kind),
    queryFn: () => unwrap(commands.nounCreations(cloud, kind)),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: cloud !== '',
  });
  return (data ?? noActs).filter(({ designed }) => !designed);
}

const none: NounView[] = [];
const noActs: NounActView[] = [];
