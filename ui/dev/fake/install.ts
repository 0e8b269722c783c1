import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import type { Handlers } from './handlers';
import { forget, later } from './later';
import { latency } from './scenario';

// Every file in `handlers/` answers the commands it names.
const files = import.meta.glob<Handlers>('./handlers/*.ts', { eager: true, import: 'default' });
const handlers: Handlers = Object.assign({}, ...Object.values(files));

/** Puts the fake backend in place of the shell. */
export function install(): void {
  mockIPC(
    async (command, args) => {
      const handler = handlers[command];
      if (!handler) throw new Error(`no fake for ${command}`);
      await new Promise<void>((resolve) => later(resolve, latency));
      return handler((args ?? {}) as never);
    },
    { shouldMockEvents: true },
  );
}

/** Takes it away, with everything it still had to answer or to report. */
export function uninstall(): void {
  forget();
  clearMocks();
}
