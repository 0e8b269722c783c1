import '../i18n/i18n';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useComposition } from '../components/useComposition';
import { startTroubleQuery } from '../ipc/queries/start';
import { markReady } from './markReady';
import { createQueryClient } from './queryClient';
import { rememberPages } from './rememberedPage';
import { createAppRouter } from './router';
import { StartGate } from './StartGate';
import { theme } from './theme';

/** The program: providers around the routes, or around what keeps it from starting. */
export function App() {
  const [client] = useState(() => {
    const client = createQueryClient();
    // Asked before anything is rendered: the first page waits for the answer.
    void client.prefetchQuery(startTroubleQuery);
    return client;
  });
  const [router] = useState(() => createAppRouter(client));
  useComposition();
  useEffect(() => markReady(router), [router]);
  useEffect(() => rememberPages(router), [router]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-left" limit={3} containerWidth={168} zIndex={300} />
        <StartGate>
          <RouterProvider router={router} />
        </StartGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
