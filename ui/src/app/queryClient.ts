import { QueryClient } from '@tanstack/react-query';

/**
 * The query client. It never retries: the shell already has, within the cloud's limits; and it never refetches
 * by itself: the shell says by events what changed.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: 5_000,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
