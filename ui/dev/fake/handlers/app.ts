import type { AppInfo, Draft, Settings } from '../../../src/ipc/bindings';
import { accounts } from '../accounts';
import { clouds } from '../clouds';
import type { Handlers } from '../handlers';
import * as chosen from '../scenario';

let settings: Settings = chosen.settings;
let drafts: Draft[] = [];

export default {
  app_info: (): AppInfo => ({
    version: '0.1.0',
    commit: '82e5183',
    builtAt: '2026-11-20T12:00:00Z',
    keychain:
      chosen.scenario === 'nokeychain'
        ? { kind: 'unavailable', reason: 'The name org.freedesktop.secrets was not provided by any .service files' }
        : { kind: 'available' },
    dataDir: '/home/lin/.local/share/yundeck',
    sandboxRunning: accounts.list.some(({ account }) => account.sandbox),
  }),
  update_notice: () => null,
  dismiss_update: () => null,
  open_update_page: () => null,
  clouds: () => clouds,
  open_console: () => null,
  leave_now: () => null,
  stay: () => null,
  settings: () => settings,
  save_settings: ({ settings: given }: { settings: Settings }) => {
    settings = given;
    return null;
  },
  drafts: () => drafts,
  save_draft: ({ draft }: { draft: Draft }) => {
    drafts = [draft, ...drafts.filter(({ id }) => id !== draft.id)];
    return null;
  },
  delete_draft: ({ id: gone }: { id: string }) => {
    drafts = drafts.filter(({ id }) => id !== gone);
    return null;
  },
} satisfies Handlers;
