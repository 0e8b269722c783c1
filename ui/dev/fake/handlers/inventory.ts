import { emit } from '@tauri-apps/api/event';
import type {
  ActionPreview,
  Instance,
  InstanceAction,
  InstanceKey,
  InstanceRow,
  InventoryPage,
  InventoryStatus,
  InventoryView,
} from '../../../src/ipc/bindings';
import { accounts, ago } from '../accounts';
import { noRoute } from '../errors';
import type { Handlers } from '../handlers';
import { instances } from '../instances';
import { later } from '../later';

const scopes = () => accounts.list.reduce((sum, { account }) => sum + account.regions.length, 0);
let status: InventoryStatus = {
  scopes: scopes(),
  running: 0,
  startedAt: null,
  failures: accounts.list
    .filter(({ secretPlace }) => secretPlace === 'missing')
    .map(({ account }) => ({
      scope: { account: account.id, region: account.regions[0] ?? '' },
      cloud: account.cloud,
      accountLabel: account.label,
      error: noRoute,
    })),
  refreshedAt: ago(130),
};

const soon = (row: InstanceRow, days: number) =>
  row.expires !== null && Date.parse(row.expires) < Date.now() + days * 86_400_000;
const collator = new Intl.Collator('zh-CN', { numeric: true });
const has = (list: string[], value: string) => list.length === 0 || list.includes(value);

function sortValue(row: InstanceRow, sort: InventoryView['sort']): string {
  switch (sort) {
    case 'name':
      return row.name;
    case 'state':
      return row.state.kind;
    case 'cloud':
      return row.cloud;
    case 'account':
      return row.accountLabel;
    case 'region':
      return row.key.region;
    case 'type':
      return row.instanceType ?? '';
    case 'created':
      return row.created ?? '';
    case 'expires':
      return row.expires ?? '9999';
  }
}

let last: { asked: string; page: Omit<InventoryPage, 'status'> } | null = null;

function page({ view, from, to }: { view: InventoryView; from: number; to: number }): InventoryPage {
  const asked = JSON.stringify(view);
  if (last?.asked !== asked) last = { asked, page: everyRow(view) };
  return { ...last.page, rows: last.page.rows.slice(from, to), status };
}

function everyRow(view: InventoryView): Omit<InventoryPage, 'status'> {
  const search = view.search.toLowerCase();
  const narrowed = instances.filter(
    (row) =>
      has(view.clouds, row.cloud) &&
      has(view.accounts, row.key.account) &&
      (search === '' ||
        [row.name, row.key.id, ...row.privateIps, ...row.publicIps].some((text) =>
          text.toLowerCase().includes(search),
        )),
  );
  const rows = narrowed
    .filter((row) => has(view.states, row.state.kind) && (view.expiringDays === null || soon(row, view.expiringDays)))
    .sort((a, b) => collator.compare(sortValue(a, view.sort), sortValue(b, view.sort)) * (view.descending ? -1 : 1));
  const count = <K extends string>(name: K, of: (row: InstanceRow) => string, list: InstanceRow[]) => {
    const counts = new Map<string, number>();
    for (const row of list) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
    return [...counts].map(([value, number]) => ({ [name]: value, count: number })) as unknown as ({
      [k in K]: string;
    } & { count: number })[];
  };
  return {
    total: rows.length,
    all: instances.length,
    rows,
    counts: {
      states: count('state', (row) => row.state.kind, narrowed),
      clouds: count('cloud', (row) => row.cloud, instances),
      expiringSoon: narrowed.filter((row) => soon(row, 7)).length,
      attention: narrowed.filter((row) => row.attention !== null).length,
    },
  };
}

const same = (a: InstanceKey, b: InstanceKey) => a.account === b.account && a.region === b.region && a.id === b.id;
const ALLOWED: { [action in InstanceAction]: string[] } = {
  start: ['stopped'],
  stop: ['running'],
  reboot: ['running'],
  terminate: ['running', 'stopped', 'failed'],
};

export default {
  inventory_page: page,
  refresh_inventory: () => {
    const total = scopes();
    const began = new Date().toISOString();
    for (let done = 0; done <= total; done++) {
      later(() => {
        status = {
          ...status,
          scopes: total,
          running: total - done,
          startedAt: done === total ? null : began,
          refreshedAt: done === total ? new Date().toISOString() : status.refreshedAt,
        };
        void emit('inventory-changed', status);
      }, done * 180);
    }
    return null;
  },
  cancel_refresh: () => {
    status = { ...status, running: 0, startedAt: null };
    return null;
  },
  instance: ({ key }: { key: InstanceKey }): Instance | null => {
    const row = instances.find((candidate) => same(candidate.key, key));
    if (!row) return null;
    return {
      ...row,
      id: row.key.id,
      vpcId: 'vpc-1a2b3c4d',
      subnetId: 'subnet-9f8e7d6c',
      securityGroupIds: ['sg-web', 'sg-office'],
      keyPairIds: ['skey-lin'],
      disks: [
        { id: 'disk-a1b2c3', system: true, diskType: 'CLOUD_PREMIUM', sizeGib: 50 },
        { id: 'disk-d4e5f6', system: false, diskType: 'CLOUD_SSD', sizeGib: 200 },
      ],
      raw: {
        InstanceId: row.key.id,
        InstanceName: row.name,
        InstanceState: row.vendorState,
        Placement: { Zone: row.zone },
        CPU: row.vcpus,
      },
    };
  },
  action_preview: ({ action, keys }: { action: InstanceAction; keys: InstanceKey[] }): ActionPreview => {
    const rows = keys.flatMap((key) => instances.filter((row) => same(row.key, key)));
    const allowed = rows.filter((row) => ALLOWED[action].includes(row.state.kind));
    return {
      allowed: allowed.map(({ key }) => key),
      skipped: rows
        .filter((row) => !allowed.includes(row))
        .map((row) => ({
          key: row.key,
          reason: {
            zh: `当前状态 ${row.vendorState} 不允许这个操作`,
            en: `Its state ${row.vendorState} does not allow this`,
          },
        })),
    };
  },
} satisfies Handlers;
