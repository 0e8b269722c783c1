import { expect, test } from 'vitest';
import { CREATE, operationForm } from '../testing/catalogue';
import { isEmpty, prunedParams, withoutReferences, withoutSecrets, withValue } from './params';
import type { Schema } from './schema';

const schemaOf = (cloud: string) => operationForm(cloud, CREATE[cloud] ?? '').schema as Schema;

test('what a form leaves behind is not sent', () => {
  expect(prunedParams({ a: '', b: null, c: { d: [] }, e: [{}, ''], f: 0, g: false })).toEqual({ f: 0, g: false });
  expect(isEmpty({ a: [{ b: '' }] })).toBe(true);
});

test('secrets are left out wherever they stand', () => {
  const secret = 'Planted-Secret-1';
  const params = {
    tencent: { InstanceName: 'n', LoginSettings: { Password: secret, KeyIds: ['k'] }, UserData: secret },
    kingsoft: { InstanceName: 'n', InstancePassword: secret, UserData: secret },
    jdcloud: { instanceSpec: { name: 'n', password: secret, userdata: [{ key: 'launch-script', value: secret }] } },
    ucloudstack: { Name: 'n', Password: secret },
  };
  for (const [cloud, given] of Object.entries(params)) {
    const kept = JSON.stringify(withoutSecrets(schemaOf(cloud), given));
    expect(kept, cloud).not.toContain(secret);
    expect(kept, cloud).toContain('"n"');
  }
});

test('another region takes away what names things of the old one, and nothing else', () => {
  const params = {
    ImageId: 'img-1',
    InstanceName: 'web',
    VirtualPrivateCloud: { VpcId: 'vpc-1', AsVpcGateway: true },
    SecurityGroupIds: ['sg-1'],
  };
  expect(withoutReferences(schemaOf('tencent'), params)).toEqual({
    InstanceName: 'web',
    VirtualPrivateCloud: { AsVpcGateway: true },
  });
});

test('a value is put at its path', () => {
  expect(withValue({ a: { b: 1, c: 2 } }, ['a', 'b'], undefined)).toEqual({ a: { b: undefined, c: 2 } });
  expect(withValue({}, ['a', 'b'], 3)).toEqual({ a: { b: 3 } });
});
