import '../src/i18n/i18n';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import SpotChart from '../src/features/quotes/SpotChart';
import type { SpotPrice } from '../src/ipc/bindings';

/** The chart with all it needs, to be built as a whole and drawn by `frozenPrototypes.test.ts`. */
export function drawChart(root: Element, points: SpotPrice[]) {
  createRoot(root).render(
    <MantineProvider env="test">
      <SpotChart points={points} />
    </MantineProvider>,
  );
}
