import { queryOptions, useQuery } from '@tanstack/react-query';
import { type CloudView, commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** The clouds the program knows. They never change while it runs. */
export const cloudsQuery = queryOptions({
  queryKey: keys.clouds.all,
  queryFn: () => unwrap(commands.clouds()),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The clouds, empty until they are there. */
export function useClouds(): CloudView[] {
  return useQuery(cloudsQuery).data ?? none;
}

/** A cloud by its id. */
export function useCloud(id: string | null | undefined): CloudView | undefined {
  return useClouds().find((cloud) => cloud.id === id);
}

const none: CloudView[] = [];
