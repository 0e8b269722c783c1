import { describe, expect, test } from 'vitest';
import { isSchema } from '../../forms/schema';
import { CREATE, operationForm } from '../../testing/catalogue';
import { namingFields } from './naming';
import { isChosen, openingStep, wizardParts } from './steps';

const of = (cloud: string) => {
  const form = operationForm(cloud, CREATE[cloud] ?? '');
  return { form, schema: isSchema(form.schema) ? form.schema : {}, parts: wizardParts(form.steps) };
};

test.each([
  ['tencent', ['InstanceName', 'InstanceCount', 'MinCount']],
  ['kingsoft', ['InstanceName', 'MaxCount', 'MinCount']],
  ['jdcloud', ['instanceSpec/name', 'maxCount']],
  ['ucloudstack', ['Name']],
])('%s: name and count stand in the last step', (cloud, names) => {
  const { form, schema, parts } = of(cloud);
  expect(namingFields(schema, form)).toEqual(names);
  const last = parts.find(({ id }) => id === 'billing');
  expect(last?.fields).toEqual(expect.arrayContaining(names));
});

describe('one begins', () => {
  const begins = (cloud: string, accounts: number, used: string[], regions: string[]) =>
    openingStep(
      of(cloud).schema,
      of(cloud).parts,
      Array.from({ length: accounts }),
      { regions: used },
      regions.map((id) => ({ id })),
    );

  test('after the place where there is nothing to choose in it', () => {
    expect(begins('ucloudstack', 1, ['cn'], ['cn'])).toBe('image');
  });
  test.each([
    ['another account', 'ucloudstack', 2, ['cn'], ['cn']],
    ['another region', 'ucloudstack', 1, ['cn'], ['cn', 'cn-2']],
    ['two of its own', 'ucloudstack', 1, ['cn', 'cn-2'], ['cn', 'cn-2']],
    ['a zone', 'tencent', 1, ['ap-guangzhou'], ['ap-guangzhou']],
  ])('at the place where %s could be chosen', (_, cloud, accounts, used, regions) => {
    expect(begins(cloud, accounts, used, regions)).toBe('place');
  });
});

describe('a step says something', () => {
  const storage = (params: object) => {
    const { schema, parts } = of('tencent');
    const part = parts.find(({ id }) => id === 'storage');
    return part && isChosen(part, schema, { ...params });
  };

  test.each([
    ['nothing', {}, false],
    ['what is the default anyway', { SystemDisk: { DiskType: 'CLOUD_BASIC', DiskSize: 50 } }, false],
    ['a data disk of no size', { DataDisks: [{ DiskSize: 0, DiskType: 'LOCAL_BASIC' }] }, false],
    ['a larger disk', { SystemDisk: { DiskSize: 60 } }, true],
    ['a data disk', { DataDisks: [{ DiskSize: 50 }] }, true],
  ])('%s: %#', (_, params, said) => expect(storage(params)).toBe(said));
});
