import { expect, test } from 'vitest';
import { CREATE, operationForm } from '../testing/catalogue';
import { withDisksOf } from './ofType';
import { prepared } from './prepare';
import { isSchema, type Schema, schemaAt } from './schema';

function kinds(cloud: string, params: object, disks: { system: string[]; data: string[] } | null) {
  const form = operationForm(cloud, CREATE[cloud] ?? '');
  const ready = prepared(form.schema as Schema, params);
  const schema = withDisksOf(ready, form.again, { ...params }, { disks });
  const list = schemaAt(schema, [cloud === 'kingsoft' ? 'DataDisk' : 'DataDisks']);
  const items = list && isSchema(list['x-items']) ? list['x-items'] : {};
  const data = schemaAt(items, [cloud === 'kingsoft' ? 'Type' : 'DiskType']);
  return { system: schemaAt(schema, ['SystemDisk', 'DiskType'])?.enum, data: data?.enum, start: data?.['x-start'] };
}

test('Tencent: local disks are offered only where the type takes them', () => {
  const disks = { system: ['CLOUD_PREMIUM', 'CLOUD_SSD', 'LOCAL_BASIC'], data: ['CLOUD_PREMIUM'] };
  expect(kinds('tencent', {}, disks)).toEqual({
    system: ['LOCAL_BASIC', 'CLOUD_SSD', 'CLOUD_PREMIUM'],
    data: ['CLOUD_PREMIUM'],
    start: 'CLOUD_PREMIUM',
  });
});

test('Kingsoft: what the type does not take is not offered, nor what a new disk begins with', () => {
  const disks = { system: ['EHDD', 'SSD3.0'], data: ['SSD3.0'] };
  expect(kinds('kingsoft', {}, disks)).toEqual({ system: ['SSD3.0', 'EHDD'], data: ['SSD3.0'], start: 'SSD3.0' });
});

test('what is chosen already stays in the list', () => {
  const params = { SystemDisk: { DiskType: 'Local_SSD' }, DataDisk: [{ Type: 'ESSD_PL1', Size: 50 }] };
  const disks = { system: ['EHDD'], data: ['EHDD'] };
  expect(kinds('kingsoft', params, disks)).toEqual({
    system: ['Local_SSD', 'EHDD'],
    data: ['EHDD', 'ESSD_PL1'],
    start: 'EHDD',
  });
});

test('where the cloud says nothing, or names kinds that no field knows, all are offered', () => {
  const all = kinds('kingsoft', {}, null);
  expect(all.data).toContain('ESSD_PL3');
  expect(kinds('kingsoft', {}, { system: ['X'], data: [] })).toEqual(all);
});
