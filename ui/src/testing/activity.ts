import type { Activity } from '../ipc/bindings';

/** A purchase that was accepted and is waited for. */
export const activity = (more: Partial<Activity>): Activity => ({
  id: 'a',
  revision: 0,
  account: 'a',
  accountLabel: 'A',
  cloud: 'c',
  sandbox: false,
  region: 'r',
  operation: 'Buy',
  title: { zh: '创建', en: 'Create' },
  effect: 'purchase',
  subject: 'web',
  phase: 'waiting',
  resources: [],
  requestId: null,
  startedAt: '2026-03-01T10:00:00Z',
  endedAt: null,
  cancelled: false,
  cleared: false,
  error: null,
  quote: null,
  summary: null,
  privateKey: null,
  ...more,
});
