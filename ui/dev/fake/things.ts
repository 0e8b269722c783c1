import type { Choice, Image, ImageSource, InstanceType, Money } from '../../src/ipc/bindings';
import { ago } from './accounts';

type Listed = { [cloud: string]: { [kind: string]: Choice[] } };

const choice = (id: string, label: string, detail: string[] = [], within: Choice['within'] = {}): Choice => ({
  id,
  label,
  detail,
  within,
  unavailable: false,
});
const uuid = (n: number) => `3a7c${n.toString(16).padStart(4, '0')}-1b2c-4d5e-8f60-0123456789ab`;

/** What pickers offer, by cloud and kind. */
export const things: Listed = {
  tencent: {
    zone: [
      choice('ap-guangzhou-3', '广州三区'),
      choice('ap-guangzhou-4', '广州四区'),
      { ...choice('ap-guangzhou-2', '广州二区'), unavailable: true },
      choice('ap-guangzhou-6', '广州六区'),
    ],
    vpc: [choice('vpc-4kxc2m1p', 'prod', ['10.0.0.0/16']), choice('vpc-r8d01zqe', 'staging', ['172.16.0.0/16'])],
    subnet: [
      choice('subnet-8f2kq0aw', 'prod-web', ['10.0.1.0/24', '241'], {
        vpc: ['vpc-4kxc2m1p'],
        zone: ['ap-guangzhou-3'],
      }),
      choice('subnet-2m9xd7vc', 'prod-db', ['10.0.2.0/24', '250'], { vpc: ['vpc-4kxc2m1p'], zone: ['ap-guangzhou-3'] }),
      choice('subnet-k1c7z3hs', 'prod-gz4', ['10.0.8.0/24', '253'], {
        vpc: ['vpc-4kxc2m1p'],
        zone: ['ap-guangzhou-4'],
      }),
      choice('subnet-q0p4lm8t', 'staging', ['172.16.1.0/24', '200'], {
        vpc: ['vpc-r8d01zqe'],
        zone: ['ap-guangzhou-3'],
      }),
    ],
    security_group: [
      choice('sg-efil73jd', 'web', ['80、443 对外开放']),
      choice('sg-0c4sd2rb', 'ssh-office', ['仅办公网 22']),
      choice('sg-91mzk3vx', 'default', ['放通全部端口']),
    ],
    key_pair: [choice('skey-7zqd9xvk', 'ops-2026'), choice('skey-m3c0wq1e', 'ci-runner')],
    placement_group: [],
    host: [],
  },
  kingsoft: {
    zone: [choice('cn-beijing-6a', 'cn-beijing-6a'), choice('cn-beijing-6b', 'cn-beijing-6b')],
    vpc: [choice(uuid(1), 'data', ['10.1.0.0/16'])],
    subnet: [
      choice(uuid(11), 'data-a', ['10.1.1.0/24', 'cn-beijing-6a', '180'], { vpc: [uuid(1)], zone: ['cn-beijing-6a'] }),
      choice(uuid(12), 'data-b', ['10.1.2.0/24', 'cn-beijing-6b', '252'], { vpc: [uuid(1)], zone: ['cn-beijing-6b'] }),
      choice(uuid(13), 'edge', ['10.9.0.0/24', 'cn-beijing-6a', '99'], { vpc: [uuid(2)], zone: ['cn-beijing-6a'] }),
    ],
    security_group: [
      choice(uuid(21), 'data-default', ['default'], { vpc: [uuid(1)] }),
      choice(uuid(22), 'data-ssh', ['custom'], { vpc: [uuid(1)] }),
      choice(uuid(23), 'edge-default', ['default'], { vpc: [uuid(2)] }),
    ],
    key_pair: [choice(uuid(31), 'ops'), choice(uuid(32), 'etl')],
    line: [choice(uuid(41), 'BGP', ['BGP']), choice(uuid(42), '电信', ['TEL'])],
    template: [],
    snapshot: [],
    placement_group: [],
  },
  jdcloud: {
    zone: [choice('cn-north-1a', 'cn-north-1a'), choice('cn-north-1b', 'cn-north-1b')],
    vpc: [choice('vpc-3hd0s8f2k1', 'default')],
    subnet: [
      choice('subnet-a71k0dmz8q', 'default-a', ['192.168.0.0/24', '244'], { vpc: ['vpc-3hd0s8f2k1'] }),
      choice('subnet-c92j1fnx4e', 'jobs', ['192.168.4.0/22', '1010'], { vpc: ['vpc-3hd0s8f2k1'] }),
    ],
    security_group: [
      choice('sg-x1k2j3h4g5', 'default', ['vpc-3hd0s8f2k1'], { vpc: ['vpc-3hd0s8f2k1'] }),
      choice('sg-p9o8i7u6y5', 'other-vpc', ['vpc-000'], { vpc: ['vpc-000'] }),
    ],
    key_pair: [choice('ops-key', 'ops-key')],
  },
  ucloudstack: {
    vm_type: [choice('Normal', '通用型', ['x86_64']), choice('ComputeSetARM', '鲲鹏', ['arm64'])],
    disk_type: [choice('Normal', '普通盘', ['x86_64']), choice('SSD', 'SSD 高性能盘', ['x86_64'])],
    vpc: [choice('vpc-5ry0a2', 'office', ['10.20.0.0/16'])],
    subnet: [choice('subnet-0z1x9c', 'office-1', ['10.20.1.0/24'], { vpc: ['vpc-5ry0a2'] })],
    security_group: [choice('sg-6dk3n1', '默认安全组', ['默认放通'])],
  },
};

type Series = [family: string, title: string, prefix: string, perVcpu: number[], gpu: number];
const SERIES: { [cloud: string]: Series[] } = {
  tencent: [
    ['S5', '标准型', 'S5', [1, 2, 4], 0],
    ['SA2', '标准型 AMD', 'SA2', [2, 4], 0],
    ['C3', '计算型', 'C3', [2], 0],
    ['M5', '内存型', 'M5', [8], 0],
    ['GN7', 'GPU 计算型', 'GN7', [4], 1],
  ],
  kingsoft: [
    ['S3', '标准型', 'S3', [1, 2, 4], 0],
    ['I3', 'IO 优化型', 'I3', [2, 4], 0],
    ['P4V', 'GPU 云服务器', 'P4V', [8], 1],
  ],
  jdcloud: [
    ['g.n3', '通用标准', 'g.n3', [4], 0],
    ['c.n3', '计算优化', 'c.n3', [2], 0],
    ['m.n3', '内存优化', 'm.n3', [8], 0],
    ['p.n2', 'GPU', 'p.n2', [6], 1],
  ],
};
const ZONES: { [cloud: string]: string[] } = {
  tencent: ['ap-guangzhou-3', 'ap-guangzhou-4', 'ap-guangzhou-6'],
  kingsoft: ['cn-beijing-6a', 'cn-beijing-6b'],
  jdcloud: ['cn-north-1a', 'cn-north-1b'],
};
const SIZES = [1, 2, 4, 8, 12, 16, 24, 32, 64];
const WORDS = ['SMALL', 'MEDIUM', 'LARGE', '2XLARGE', '3XLARGE', '4XLARGE', '6XLARGE', '8XLARGE', '16XLARGE'];

function nameOf(cloud: string, prefix: string, size: number, vcpus: number, memory: number): string {
  if (cloud === 'tencent') return `${prefix}.${WORDS[size]}${memory}`;
  if (cloud === 'kingsoft') return `${prefix}.${vcpus}${'ABCDEF'[Math.round(Math.log2(memory / vcpus))] ?? 'B'}`;
  return `${prefix}.${['small', 'medium', 'large', 'xlarge', '2xlarge', '3xlarge', '4xlarge', '6xlarge', '8xlarge'][size]}`;
}

export const cny = (amount: number): Money => ({
  amount: amount.toFixed(4).replace(/0+$/, '').replace(/\.$/, ''),
  currency: 'CNY',
});

/** What a type costs by the hour in the zones of a cloud whose list says so. The third zone is dearer for AMD and GPUs. */
function pricesOf(cloud: string, family: string, vcpus: number, gpus: number): InstanceType['prices'] {
  if (cloud !== 'tencent') return [];
  const dearer = ['SA2', 'GN7'].includes(family);
  return (ZONES[cloud] ?? []).map((zone, index) => ({
    zone,
    price: cny((0.148 * vcpus + 7.225 * gpus) * (dearer && index === 2 ? 1.1 : 1)),
    per: { kind: 'hour' },
  }));
}

export function typesOf(cloud: string): InstanceType[] {
  const zones = ZONES[cloud] ?? [];
  return (SERIES[cloud] ?? []).flatMap(([family, title, prefix, ratios, gpu]) =>
    ratios.flatMap((ratio) =>
      SIZES.map((vcpus, size): InstanceType => {
        const memory = vcpus * ratio;
        const gpus = gpu === 0 ? 0 : Math.max(1, Math.floor(vcpus / 8));
        return {
          id: nameOf(cloud, prefix, size, vcpus, memory),
          family,
          familyTitle: title,
          vcpus,
          memoryMib: memory * 1024,
          gpus,
          zones,
          soldOutZones: (vcpus + ratio) % 7 === 0 ? zones : vcpus === 24 ? zones.slice(0, 1) : [],
          prices: pricesOf(cloud, family, vcpus, gpus),
          disks: null,
          note: null,
        };
      }),
    ),
  );
}

const OS: [name: string, platform: string, size: number][] = [
  ['Ubuntu Server 24.04 LTS 64位', 'Ubuntu', 20],
  ['Ubuntu Server 22.04 LTS 64位', 'Ubuntu', 20],
  ['Debian 12.5 64位', 'Debian', 20],
  ['CentOS Stream 9 64位', 'CentOS', 20],
  ['CentOS 7.9 64位', 'CentOS', 20],
  ['OpenCloudOS Server 9', 'OpenCloudOS', 20],
  ['Rocky Linux 9.3 64位', 'Rocky', 20],
  ['openEuler 22.03 LTS', 'openEuler', 40],
  ['Windows Server 2022 数据中心版 64位 中文版', 'Windows', 50],
  ['Windows Server 2019 数据中心版 64位 英文版', 'Windows', 50],
];

const imageId = (cloud: string, n: number) =>
  cloud === 'kingsoft'
    ? uuid(100 + n)
    : `${cloud === 'tencent' ? 'img-' : cloud === 'jdcloud' ? 'img-jd' : 'image-'}${(n * 7919 + 1234567).toString(36)}`;

const image = (cloud: string, n: number, source: ImageSource, more: Partial<Image>): Image => ({
  id: imageId(cloud, n),
  name: '',
  description: null,
  source,
  os: null,
  platform: null,
  architecture: 'x86_64',
  sizeGib: 20,
  ready: true,
  vendorState: 'NORMAL',
  wholeMachine: false,
  created: ago(86_400 * (n + 3)),
  ownerId: null,
  raw: { ImageId: imageId(cloud, n), ImageState: 'NORMAL' },
  ...more,
});

export function imagesOf(cloud: string, source: ImageSource): Image[] {
  switch (source) {
    case 'public':
      return OS.map(([name, platform, sizeGib], n) => image(cloud, n, source, { name, os: name, platform, sizeGib }));
    case 'private':
      return [
        image(cloud, 40, source, {
          name: 'web-base-2026-02',
          description: 'nginx 1.26 + 证书',
          os: 'Debian 12.5',
          platform: 'Debian',
          sizeGib: 40,
          created: ago(7 * 86_400),
        }),
        image(cloud, 41, source, {
          name: 'mysql-8.4-golden',
          os: 'Rocky Linux 9.3',
          platform: 'Rocky',
          sizeGib: 50,
          created: ago(31 * 86_400),
        }),
        image(cloud, 42, source, {
          name: 'redis-staging',
          os: 'Ubuntu 22.04',
          platform: 'Ubuntu',
          sizeGib: 20,
          ready: false,
          vendorState: 'CREATING',
          created: ago(120),
        }),
        image(cloud, 43, source, {
          name: 'erp-full-machine',
          os: 'Windows Server 2019',
          platform: 'Windows',
          sizeGib: 150,
          wholeMachine: true,
          created: ago(90 * 86_400),
        }),
      ];
    case 'shared':
      return [
        image(cloud, 60, source, {
          name: 'security-baseline-v7',
          os: 'CentOS Stream 9',
          platform: 'CentOS',
          ownerId: '100009988776',
          created: ago(14 * 86_400),
        }),
      ];
    case 'market':
      return [image(cloud, 80, source, { name: 'LAMP 环境（PHP 8.3）', os: 'CentOS 7.9', platform: 'CentOS' })];
  }
}
