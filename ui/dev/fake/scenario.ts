import type { Settings } from '../../src/ipc/bindings';

/** What the address asks for: `?scenario=empty&lang=en&theme=dark&instances=50000&latency=0`. */
const asked = window.location.search || (sessionStorage.getItem('fake-scenario') ?? '');
const query = new URLSearchParams(asked);
sessionStorage.setItem('fake-scenario', asked);
// The routes' addresses are hashes; a search before the hash would become part of theirs.
window.history.replaceState(null, '', window.location.pathname + window.location.hash);

/** `repeats`: every plan repeats an act without an outcome. `empty`: first start. `full`: four accounts with instances, one scope failing. `nokeychain`: as full, without a keychain. */
export const scenario = query.get('scenario') ?? 'full';
export const latency = Number(query.get('latency') ?? 60);
export const instanceCount = Number(query.get('instances') ?? 168);
export const settings: Settings = {
  language: query.get('lang') === 'en' ? 'en' : 'zh-CN',
  theme: (query.get('theme') as Settings['theme'] | null) ?? 'system',
  refreshSeconds: 60,
  proxy: { kind: 'system' },
  connectSeconds: null,
  requestSeconds: null,
  ratePercent: {},
  logLevel: 'info',
};
