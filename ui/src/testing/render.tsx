import '../i18n/i18n';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createQueryClient } from '../app/queryClient';

/** Renders a piece of a page with what every page stands in. */
export function renderPiece(piece: ReactNode) {
  const client = createQueryClient();
  const rendered = render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>{piece}</QueryClientProvider>
    </MantineProvider>,
  );
  return { ...rendered, client };
}
