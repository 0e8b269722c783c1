import { describe, expect, test } from 'vitest';
import { isSchema, type Schema } from '../../forms/schema';
import type { Instance } from '../../ipc/bindings';
import { CREATE, operationForm } from '../../testing/catalogue';
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
  expect(rest).toEqual({ ProjectId: 0, InstanceType: 'I1.1A', MaxCount: 1, MinCount: 1 });
});
