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
  hidden: 0,
  failures: accounts.list
    .filter(({ secretPlace }) => secretPlace === 'missing')
    .map(({ account }) => ({
      scope: { account: account.id, region: account.regions[0] ?? '' },
      cloud: account.cloud,
      accountLabel: account.label,
      error: noRoute,
      paused: false,
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
    case 'address':
      return row.privateIps[0] ?? '~';
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

const billingOf = ({ billing }: InstanceRow) =>
  billing.kind === 'other' && billing.word !== '' ? billing.word : billing.kind;

/** What the shell does in `registers/inventory/view`. */
function everyRow(view: InventoryView): Omit<InventoryPage, 'status'> {
  const search = view.search.toLowerCase();
  const found = (row: InstanceRow) =>
    search === '' ||
    [row.name, row.key.id, ...row.privateIps, ...row.publicIps, ...row.tags].some((text) =>
      text.toLowerCase().includes(search),
    );
  const kinds: ((row: InstanceRow) => boolean)[] = [
    (row) => has(view.accounts, row.key.account),
    (row) => has(view.clouds, row.cloud),
    (row) => has(view.regions ?? [], row.key.region),
    (row) => has(view.states, row.state.kind),
    (row) => has(view.zones ?? [], row.zone ?? ''),
    (row) => has(view.billings ?? [], billingOf(row)),
    (row) => has(view.types ?? [], row.instanceType ?? ''),
    (row) => !view.tags?.length || row.tags.some((tag) => view.tags?.includes(tag)),
    (row) => view.expiringDays === null || soon(row, view.expiringDays),
    (row) => !view.attention || row.attention !== null,
  ];
  const leaves = (row: InstanceRow, kind: number) =>
    found(row) && kinds.every((passes, at) => at === kind || passes(row));
  const tally = (kind: number, of: (row: InstanceRow) => string[]) => {
    const counts = new Map<string, number>();
    for (const row of instances)
      for (const value of of(row)) counts.set(value, (counts.get(value) ?? 0) + (leaves(row, kind) ? 1 : 0));
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const values = (kind: number, of: (row: InstanceRow) => string[]) =>
    tally(kind, of).map(([value, count]) => ({ value, count }));
  const places = (kind: number, of: (row: InstanceRow) => string[]) =>
    tally(kind, (row) => of(row).map((id) => `${row.cloud} ${id}`)).map(([place, count]) => {
      const [cloud = '', id = ''] = place.split(' ');
      return { cloud, id, count };
    });
  const rows = instances
    .filter((row) => leaves(row, -1))
    .sort((a, b) => collator.compare(sortValue(a, view.sort), sortValue(b, view.sort)) * (view.descending ? -1 : 1));
  const some = (list: (string | null)[]) => list.filter((one) => one !== null);
  return {
    total: rows.length,
    all: instances.length,
    rows,
    counts: {
      states: tally(3, (row) => [row.state.kind]).map(([state, count]) => ({ state, count })),
      clouds: tally(1, (row) => [row.cloud]).map(([cloud, count]) => ({ cloud, count })),
      accounts: values(0, (row) => [row.key.account]),
      regions: places(2, (row) => [row.key.region]),
      zones: places(4, (row) => some([row.zone])),
      billings: values(5, (row) => [billingOf(row)]),
      types: values(6, (row) => some([row.instanceType])),
      tags: values(7, (row) => row.tags),
      expiringSoon: instances.filter((row) => leaves(row, 8) && soon(row, 7)).length,
      anyExpiring: instances.some((row) => soon(row, 7)),
      attention: instances.filter((row) => leaves(row, 9) && row.attention !== null).length,
      anyAttention: instances.some((row) => row.attention !== null),
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
      tags: row.tags.map((tag) => ({ key: tag.split('=')[0] ?? '', value: tag.split('=')[1] ?? '' })),
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
        InstanceChargeType: row.billing.kind === 'prepaid' ? 'PREPAID' : 'POSTPAID_BY_HOUR',
        SystemDisk: { DiskType: 'CLOUD_PREMIUM', DiskSize: 50 },
        DataDisks: [{ DiskType: 'CLOUD_SSD', DiskSize: 200, DeleteWithInstance: true }],
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
