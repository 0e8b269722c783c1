import type {
  ActivityPhase,
  ImageSource,
  InstanceKey,
  InventoryView,
  JournalFilter,
  NounFilter,
  RowKey,
} from './bindings';

/**
 * Every query key, by noun. To say that a noun changed, invalidate its first element (`keys.images.all`).
 * Parameters of a purchase never become part of a key: they may hold a password.
 */
export const keys = {
  app: { all: ['app'] as const },
  update: { notice: ['update-notice'] as const },
  start: { trouble: ['start-trouble'] as const, journal: ['kept-journal'] as const },
  clouds: { all: ['clouds'] as const },
  settings: { all: ['settings'] as const, folder: ['data-folder'] as const },
  drafts: { all: ['drafts'] as const, unreadable: ['drafts', 'unreadable'] as const },
  accounts: {
    all: ['accounts'] as const,
    unreadable: ['accounts', 'unreadable'] as const,
    found: ['found-credentials'] as const,
    caFile: (path: string) => ['ca-file', path] as const,
    endpoint: (cloud: string, endpoint: string, region: string) => ['endpoint', cloud, endpoint, region] as const,
  },
  inventory: {
    all: ['inventory'] as const,
    status: ['inventory', 'status'] as const,
    pages: ['inventory', 'page'] as const,
    page: (view: InventoryView, from: number, to: number) => ['inventory', 'page', view, from, to] as const,
    instance: (key: InstanceKey) => ['inventory', 'instance', key] as const,
  },
  nouns: {
    all: ['nouns'] as const,
    rows: (noun: string) => ['rows', noun] as const,
    page: (noun: string, filter: NounFilter, from: number, to: number) =>
      ['rows', noun, 'page', filter, from, to] as const,
    record: (noun: string, key: RowKey) => ['rows', noun, 'record', key] as const,
    acts: (cloud: string, kind: string) => ['noun-acts', cloud, kind] as const,
    creations: (cloud: string, kind: string) => ['noun-creations', cloud, kind] as const,
  },
  forms: { operation: (cloud: string, operation: string) => ['forms', cloud, operation] as const },
  choices: { of: (account: string, region: string, kind: string) => ['choices', account, region, kind] as const },
  instanceTypes: {
    of: (account: string, region: string, zone: string | null) => ['instance-types', account, region, zone] as const,
  },
  images: {
    all: ['images'] as const,
    of: (account: string, region: string, source: ImageSource) => ['images', 'list', account, region, source] as const,
    fitting: (account: string, region: string, source: ImageSource, type: string) =>
      ['images', 'fitting', account, region, source, type] as const,
    shares: (account: string, region: string, image: string) => ['images', 'shares', account, region, image] as const,
  },
  explorer: {
    operations: ['explorer', 'operations'] as const,
    operation: (cloud: string, operation: string) => ['explorer', 'operation', cloud, operation] as const,
    opened: ['explorer', 'opened'] as const,
    filled: (operation: string) => ['explorer', 'filled', operation] as const,
    calls: ['explorer', 'calls'] as const,
    history: (from: number, to: number) => ['explorer', 'calls', from, to] as const,
    reply: (activity: string, phase: ActivityPhase, open: boolean) =>
      ['explorer', 'reply', activity, phase, open] as const,
  },
  activities: { all: ['activities'] as const },
  journal: {
    all: ['journal'] as const,
    page: (filter: JournalFilter, from: number, to: number) => ['journal', 'page', filter, from, to] as const,
    steps: (id: string) => ['journal', 'steps', id] as const,
  },
};
