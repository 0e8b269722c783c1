import type { BillingMode, InstanceRow, InstanceState } from '../../src/ipc/bindings';
import { accounts } from './accounts';
import { instanceCount } from './scenario';

// A small fixed generator, so that two screenshots show the same machines.
let seed = 20_260_301;
function random(below: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * below);
}
function pick<T>(of: readonly T[]): T {
  return of[random(of.length)] as T;
}
const hex = (length: number) => Array.from({ length }, () => random(36).toString(36)).join('');
let serial = 0;
const unique = (length: number) => `${hex(length - 4)}${(serial++ + 46_656).toString(36).slice(-4)}`;

const ROLES = [
  'web',
  'api',
  'order',
  'search',
  'redis',
  'mysql',
  'kafka',
  'gateway',
  'etl',
  'train',
  'ci',
  'bastion',
  '日志采集',
  '报表',
];
const STAGES = ['prod', 'prod', 'prod', 'staging', 'dev'];
const SIZES: [string, number, number, number][] = [
  ['S2.MEDIUM4', 2, 4096, 0],
  ['S5.LARGE8', 4, 8192, 0],
  ['S5.2XLARGE16', 8, 16_384, 0],
  ['N3.4B', 4, 16_384, 0],
  ['g.n2.large', 2, 8192, 0],
  ['GN7.2XLARGE32', 8, 32_768, 1],
];
const STATES: InstanceState['kind'][] = [
  ...Array.from({ length: 16 }, () => 'running' as const),
  'stopped',
  'stopped',
  'stopped',
  'starting',
  'stopping',
  'failed',
];
const IMAGES = [
  'CentOS 7.9 64位',
  'Ubuntu Server 22.04 LTS 64位',
  'Debian 12.5',
  'Windows Server 2022',
  'TencentOS Server 3.1',
];
const BILLING: BillingMode[] = [{ kind: 'postpaid' }, { kind: 'postpaid' }, { kind: 'prepaid' }, { kind: 'spot' }];

const scopes = accounts.list.flatMap(({ account }) => account.regions.map((region) => ({ account, region })));

export const instances: InstanceRow[] = Array.from({ length: scopes.length > 0 ? instanceCount : 0 }, (_, index) => {
  const { account, region } = scopes[index % scopes.length] ?? pick(scopes);
  const [instanceType, vcpus, memoryMib, gpus] = pick(SIZES);
  const billing = pick(BILLING);
  const kind = index === 4 ? 'creating' : pick(STATES);
  const day = 86_400_000;
  return {
    key: {
      account: account.id,
      region,
      id: account.cloud === 'kingsoft' ? `${hex(8)}-${hex(4)}-${unique(8)}` : `ins-${unique(8)}`,
    },
    cloud: account.cloud,
    accountLabel: account.label,
    sandbox: account.sandbox,
    name: `${pick(ROLES)}-${pick(STAGES)}-${String(1 + random(40)).padStart(2, '0')}`,
    state: kind === 'unknown' ? { kind, word: 'X' } : { kind },
    vendorState: kind.toUpperCase(),
    attention: null,
    instanceType: account.cloud === 'ucloudstack' ? null : instanceType,
    vcpus,
    memoryMib,
    gpus,
    zone: `${region}-${1 + random(3)}`,
    privateIps: [`10.${random(8)}.${random(256)}.${1 + random(250)}`],
    publicIps: random(3) === 0 ? [`119.29.${random(256)}.${1 + random(250)}`] : [],
    imageId: `img-${hex(8)}`,
    os: pick(IMAGES),
    billing,
    created: new Date(Date.now() - random(900) * day - random(day)).toISOString(),
    tags: index % 3 === 0 ? [`env=${STAGES[index % STAGES.length]}`, ...(index % 2 === 0 ? ['team=infra'] : [])] : [],
    expires: billing.kind === 'prepaid' ? new Date(Date.now() + (1 + random(120)) * day).toISOString() : null,
  };
});
