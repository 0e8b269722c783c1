/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { frozenPrototypes } from './build/frozenPrototypes.ts';

// The window is WebKit: WebKitGTK 2.40 and later, macOS 13 and later.
export default defineConfig({
  plugins: [react(), frozenPrototypes()],
  optimizeDeps: { rolldownOptions: { plugins: [frozenPrototypes()] } },
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  build: {
    target: 'safari16',
    // The policy of the window allows no inline script and no data: script, and files are local anyway.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    css: false,
    // Bounds, never waits: a busy machine may take its time, and what does not come is told soon enough.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ['{src,dev,build}/**/*.test.{ts,tsx}'],
  },
});
