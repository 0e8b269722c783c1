import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The pages over fake data, for looking at them without the shell: `npm run preview:fake`.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  cacheDir: '../node_modules/.vite-fake',
  server: { port: 1421, strictPort: true, fs: { allow: ['..', '../../src-tauri/crates/clouds/src'] } },
});
