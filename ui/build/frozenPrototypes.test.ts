import '../src/testing/frozen';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, expect, test, vi } from 'vitest';
import type { SpotPrice } from '../src/ipc/bindings';

// Among the packages: what lies there is imported as it is.
const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.frozen-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the chart that is built is drawn although what every object inherits is frozen, as in the window', async () => {
  expect(Object.isFrozen(Object.prototype)).toBe(true);
  // As the window's pages are built; what runs tests says that it does.
  vi.stubEnv('NODE_ENV', 'production');
  await build({
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'drawChart.tsx'), formats: ['es'], fileName: () => 'chart.mjs' },
    },
  });
  vi.unstubAllEnvs();
  const built = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'chart.mjs')).href);
  const root = document.createElement('div');
  document.body.append(root);
  const price = (amount: string) => ({ amount, currency: 'CNY' });
  const point = (hour: number): SpotPrice => ({
    at: `2026-11-28T0${hour}:00:00Z`,
    zone: null,
    spot: price(`0.${hour}`),
    original: price('1.5'),
  });
  built.drawChart(root, [1, 2, 3].map(point));
  await vi.waitFor(() => expect(root.querySelector('.recharts-responsive-container')).not.toBeNull());
});
