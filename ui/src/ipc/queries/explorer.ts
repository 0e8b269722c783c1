import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { Activity } from '../bindings';
import { commands, type OperationSummary } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** Every operation of every cloud. They are part of the program and never change while it runs. */
export const operationsQuery = queryOptions({
  queryKey: keys.explorer.operations,
  queryFn: () => unwrap(commands.operations()),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The operations, empty until they are there. */
export function useOperations(): OperationSummary[] {
  return useQuery(operationsQuery).data ?? none;
}

/** What the catalogue knows of an operation, with its form. */
export function operationDetailsQuery(cloud: string, operation: string) {
  return queryOptions({
    queryKey: keys.explorer.operation(cloud, operation),
    queryFn: () => unwrap(commands.operationDetails(cloud, operation)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Calls `[from, to)` of the history, the latest first, with where they begin. */
export function callHistoryQuery(from: number, to: number) {
  return queryOptions({
    queryKey: keys.explorer.history(from, to),
    queryFn: async () => ({ ...(await unwrap(commands.callHistory(from, to))), from }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 30_000,
  });
}

/**
 * What the cloud answered to an act that was applied in this session. It may come later than the act's phase. `open`: with what
 * lets one into a machine, which is not kept longer than it is shown.
 */
export function activityReplyQuery(activity: Activity, open: boolean) {
  return queryOptions({
    queryKey: keys.explorer.reply(activity.id, activity.phase, open),
    queryFn: () => unwrap(commands.activityReply(activity.id, open)),
    placeholderData: keepPreviousData,
    enabled: activity.phase !== 'preparing' && activity.phase !== 'sending',
    gcTime: open ? 0 : 60_000,
  });
}

const none: OperationSummary[] = [];
