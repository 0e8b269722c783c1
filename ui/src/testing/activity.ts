import type { Activity, ActivityResource, ErrorKind, IpcError, Standing } from '../ipc/bindings';

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
  ordered: null,
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
  resembling: [],
  canAskAgain: false,
  ...more,
});

/** A thing that comes out of an act, or that it acts on. */
export const thing = (id: string, standing: Standing, words: string | null = null): ActivityResource => ({
  id,
  state: null,
  standing,
  words,
});

/** An error of a kind, with nothing that a cloud said. */
export const failure = (kind: ErrorKind, more: Partial<IpcError> = {}): IpcError => ({
  kind,
  delivery: 'not_sent',
  context: '',
  words: null,
  vendor: null,
  at: null,
  problems: [],
  ...more,
});
