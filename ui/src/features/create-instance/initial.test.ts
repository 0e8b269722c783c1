import { describe, expect, test } from 'vitest';
import { isSchema, type Schema } from '../../forms/schema';
import type { Instance } from '../../ipc/bindings';
import { CREATE, operationForm } from '../../testing/catalogue';
import { orderLike } from './fromInstance';
import { initialParams, pathOf } from './initial';
import { stepOf, wizardParts } from './steps';

const form = (cloud: string) => operationForm(cloud, CREATE[cloud] ?? '');
const nothing = { draft: null, instance: null, image: null };

const instance: Instance = {
  id: 'ins-1',
  name: 'web',
  state: { kind: 'running' },
  vendorState: 'RUNNING',
  instanceType: 'S5.MEDIUM4',
  vcpus: 2,
  memoryMib: 4096,
  gpus: 0,
  zone: 'zone-1',
  imageId: 'img-1',
  os: null,
  privateIps: [],
  publicIps: [],
  billing: { kind: 'postpaid' },
  created: null,
  expires: null,
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  securityGroupIds: ['sg-1', 'sg-2'],
  keyPairIds: ['key-1', 'key-2'],
  disks: [],
  raw: {},
};

describe('another one like an instance', () => {
  test('Tencent: place, image, type, network and login are taken over', () => {
    expect(initialParams(form('tencent'), { ...nothing, instance })).toMatchObject({
      Placement: { Zone: 'zone-1' },
      ImageId: 'img-1',
      InstanceType: 'S5.MEDIUM4',
      VirtualPrivateCloud: { VpcId: 'vpc-1', SubnetId: 'subnet-1' },
      SecurityGroupIds: ['sg-1', 'sg-2'],
      LoginSettings: { KeyIds: ['key-1'] },
      InstanceCount: 1,
    });
  });

  test('JD: the same within its nested structure', () => {
    expect(initialParams(form('jdcloud'), { ...nothing, instance })).toMatchObject({
      instanceSpec: {
        az: 'zone-1',
        imageId: 'img-1',
        instanceType: 'S5.MEDIUM4',
        primaryNetworkInterface: { networkInterface: { subnetId: 'subnet-1', securityGroups: ['sg-1', 'sg-2'] } },
        keyNames: ['key-1'],
      },
      maxCount: 1,
    });
  });
});

const prepaid: Partial<Instance> = { billing: { kind: 'prepaid' }, publicIps: ['198.18.0.9'] };
const disk = (system: boolean, sizeGib: number) => ({ id: null, system, diskType: 'X', sizeGib });
const leftOf = (cloud: string, one: Instance) =>
  orderLike(form(cloud), one).left.map(({ what, why }) => `${what} ${why}`);

describe('another one like a whole record', () => {
  test('Tencent: billing, disks, internet and name come along; the period is not in the record', () => {
    const one: Instance = {
      ...instance,
      ...prepaid,
      name: 'web-07',
      disks: [disk(true, 100), disk(false, 200)],
      raw: {
        InstanceName: 'web-07',
        InstanceChargeType: 'PREPAID',
        RenewFlag: 'NOTIFY_AND_AUTO_RENEW',
        SystemDisk: { DiskId: 'disk-1', DiskType: 'CLOUD_SSD', DiskSize: 100 },
        DataDisks: [{ DiskId: 'disk-2', DiskType: 'CLOUD_PREMIUM', DiskSize: 200, DeleteWithInstance: false }],
        InternetAccessible: {
          InternetChargeType: 'BANDWIDTH_PREPAID',
          InternetMaxBandwidthOut: 5,
          PublicIpAssigned: true,
        },
        Placement: { ProjectId: 12 },
      },
    };
    expect(initialParams(form('tencent'), { ...nothing, instance: one })).toMatchObject({
      InstanceName: 'web-08',
      InstanceChargeType: 'PREPAID',
      InstanceChargePrepaid: { RenewFlag: 'NOTIFY_AND_AUTO_RENEW' },
      SystemDisk: { DiskType: 'CLOUD_SSD', DiskSize: 100 },
      DataDisks: [{ DiskType: 'CLOUD_PREMIUM', DiskSize: 200, DeleteWithInstance: false }],
      InternetAccessible: {
        InternetChargeType: 'BANDWIDTH_PREPAID',
        InternetMaxBandwidthOut: 5,
        PublicIpAssigned: true,
      },
      Placement: { ProjectId: 12 },
    });
    expect(leftOf('tencent', one)).toEqual(['key_pair more', 'period unsaid']);
    expect(leftOf('tencent', { ...one, keyPairIds: [] })).toEqual(['period unsaid', 'login secret']);
  });

  test('Tencent: what is sold no more is named, and what is there stays by the hour', () => {
    const raw = { InstanceChargeType: 'BARTER', SystemDisk: { DiskType: 'CLOUD_DREAM', DiskSize: 50 } };
    const one = { ...instance, keyPairIds: ['key-1'], disks: [disk(true, 50)], raw };
    expect(leftOf('tencent', one)).toEqual(['billing refused', 'system_disk refused']);
    expect(initialParams(form('tencent'), { ...nothing, instance: one })).not.toHaveProperty('InstanceChargePrepaid');
  });

  test('Kingsoft: disks and billing come along; the address is not in the record', () => {
    const one: Instance = {
      ...instance,
      ...prepaid,
      disks: [disk(true, 50), disk(false, 100)],
      raw: {
        InstanceName: 'web',
        ChargeType: 'Monthly',
        ProjectId: 3,
        SystemDisk: { DiskType: 'SSD3.0', DiskSize: 50 },
        DataDisks: [{ DiskId: 'd', DiskType: 'EHDD', DiskSize: 100, DeleteWithInstance: true }],
        InstanceConfigure: { DataDiskGb: 0 },
      },
    };
    expect(initialParams(form('kingsoft'), { ...nothing, instance: one })).toMatchObject({
      InstanceName: 'web-2',
      ChargeType: 'Monthly',
      ProjectId: 3,
      SystemDisk: { DiskType: 'SSD3.0', DiskSize: 50 },
      DataDisk: [{ Type: 'EHDD', Size: 100, DeleteWithInstance: true }],
      SecurityGroupId: 'sg-1',
    });
    expect(leftOf('kingsoft', one)).toEqual(['security_group more', 'period unsaid', 'public_address unsaid']);
  });

  test('JD: disks, billing and what it does when it is off come along', () => {
    const one: Instance = {
      ...instance,
      ...prepaid,
      disks: [disk(true, 40), disk(false, 100)],
      raw: {
        instanceName: 'web',
        charge: { chargeMode: 'prepaid_by_duration' },
        chargeOnStopped: 'stopCharging',
        systemDisk: { diskCategory: 'cloud', cloudDisk: { diskType: 'ssd.gp1', diskSizeGB: 40 } },
        dataDisks: [{ diskCategory: 'cloud', autoDelete: false, cloudDisk: { diskType: 'hdd.std1', diskSizeGB: 100 } }],
      },
    };
    expect(initialParams(form('jdcloud'), { ...nothing, instance: one })).toMatchObject({
      instanceSpec: {
        name: 'web-2',
        charge: { chargeMode: 'prepaid_by_duration' },
        chargeOnStopped: 'stopCharging',
        systemDisk: { diskCategory: 'cloud', cloudDiskSpec: { diskType: 'ssd.gp1', diskSizeGB: 40 } },
        dataDisks: [
          { diskCategory: 'cloud', cloudDiskSpec: { diskType: 'hdd.std1', diskSizeGB: 100 }, autoDelete: false },
        ],
      },
    });
    expect(leftOf('jdcloud', one)).toEqual(['key_pair more', 'period unsaid', 'public_address unsaid']);
  });

  test('UCloudStack: size, disks, groups by their side, and what no order can ask for is named', () => {
    const one: Instance = {
      ...instance,
      ...prepaid,
      instanceType: null,
      keyPairIds: [],
      disks: [disk(true, 40), disk(false, 100), disk(false, 200)],
      raw: {
        Name: 'web',
        ChargeType: 'Month',
        VMType: 'ComputeSetA',
        CPU: 2,
        Memory: 4096,
        GPU: 0,
        DiskInfos: [
          { Type: 'Data', Size: 100, StorageSetType: 'StorageSetA' },
          { Type: 'Boot', Size: 40, StorageSetType: 'StorageSetB' },
          { Type: 'Data', Size: 200, StorageSetType: 'StorageSetA' },
        ],
        IPInfos: [
          { Type: 'Private', SGID: 'sg-1' },
          { Type: 'Public', SGID: 'sg-2' },
        ],
      },
    };
    expect(initialParams(form('ucloudstack'), { ...nothing, instance: one })).toMatchObject({
      Name: 'web-2',
      ChargeType: 'Month',
      VMType: 'ComputeSetA',
      CPU: 2,
      Memory: 4096,
      BootDiskSetType: 'StorageSetB',
      BootDiskSpace: 40,
      DataDiskSetType: 'StorageSetA',
      DataDiskSpace: 100,
      LANSGID: 'sg-1',
      WANSGID: 'sg-2',
    });
    const left = leftOf('ucloudstack', one);
    expect(left).toEqual(
      expect.arrayContaining(['data_disks more', 'period unsaid', 'public_address unsaid', 'login secret']),
    );
  });
});

test.each(Object.keys(CREATE))('%s can start from an image', (cloud) => {
  const { schema } = form(cloud);
  const path = isSchema(schema) ? pathOf(schema, 'image') : null;
  const params = initialParams(form(cloud), { ...nothing, image: 'img-9' });
  expect(path).not.toBeNull();
  expect(path?.reduce<unknown>((at, name) => (at as Schema)[name], params)).toBe('img-9');
});

test('a problem leads to the step to mend it in', () => {
  const parts = wizardParts(form('jdcloud').steps);
  const at = (path: string) =>
    stepOf({ path, field: { zh: '', en: '' }, rule: { kind: 'required' }, words: null }, parts);
  expect(at('/instanceSpec/imageId')).toBe('image');
  expect(at('/instanceSpec/dataDisks/0/cloudDiskSpec/diskSizeGB')).toBe('storage');
  expect(at('/instanceSpec/charge/chargeDuration')).toBe('billing');
  expect(at('/maxCount')).toBe('billing');
  expect(at('/nowhere')).toBeNull();
});

test('Kingsoft: nothing is given that a person did not choose and that would say something', () => {
  const { SpotStrategy, KeepImageLogin, AutoDeleteEip, ...rest } = initialParams(form('kingsoft'), nothing);
  expect([SpotStrategy, KeepImageLogin, AutoDeleteEip]).toEqual([undefined, undefined, undefined]);
  expect(rest).toEqual({ ProjectId: 0, ChargeType: 'HourlyInstantSettlement', MaxCount: 1, MinCount: 1 });
});
