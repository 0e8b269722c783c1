import '../i18n/i18n';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { markReady } from './markReady';
import { createQueryClient } from './queryClient';
import { rememberPages } from './rememberedPage';
import { createAppRouter } from './router';
import { theme } from './theme';

/** The program: providers around the routes. */
export function App() {
  const [client] = useState(createQueryClient);
  const [router] = useState(() => createAppRouter(client));
  useEffect(() => markReady(router), [router]);
  useEffect(() => rememberPages(router), [router]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-left" limit={3} containerWidth={320} zIndex={300} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
