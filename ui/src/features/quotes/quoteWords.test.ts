import { expect, test } from 'vitest';
import { prepared } from '../../forms/prepare';
import type { Schema } from '../../forms/schema';
import { CREATE, operationForm } from '../../testing/catalogue';
import { quoteWords } from './quoteWords';

const nobody = { labelOf: () => null, region: 'here' };

function durationOf(cloud: string, params: { [name: string]: unknown }): string[] {
  const schema = prepared(operationForm(cloud, CREATE[cloud] ?? '').schema as Schema, params);
  const facts = quoteWords(schema, params, nobody).facts.filter(({ label }) => label.zh.includes('时长'));
  return facts.flatMap(({ value }) => [value.zh, value.en]);
}

test('a duration is said with the unit of its billing mode, in both languages', () => {
  const order = (mode: string) => durationOf('ucloudstack', { ChargeType: mode, Quantity: 2 });
  expect(order('Month')).toEqual(['购买时长 2 个月', 'Duration 2 months']);
  expect(order('Year')).toEqual(['购买时长 2 年', 'Duration 2 years']);
});

test('an order is called by its type, its place and its image, by their names where they are known', () => {
  const words = (params: { [name: string]: unknown }, known: { [id: string]: string } = {}) => {
    const schema = prepared(operationForm('tencent', CREATE.tencent ?? '').schema as Schema, params);
    return quoteWords(schema, params, { labelOf: (kind, id) => known[`${kind} ${id}`] ?? null, region: 'here' });
  };
  const params = {
    Placement: { Zone: 'z-1' },
    ImageId: 'img-1',
    InstanceType: 'S1.SMALL1',
    InstanceChargeType: 'SPOTPAID',
    SystemDisk: { DiskSize: 50 },
  };
  const named = words(params, { 'zone z-1': 'Zone One', 'image img-1': 'Debian' });
  expect([named.title, named.detail]).toEqual(['S1.SMALL1', 'Zone One · Debian']);
  expect(words(params).detail).toBe('z-1 · img-1');
  expect(words({ InstanceType: 'S1.SMALL1' }).detail).toBe('here');
  const facts = named.facts.map(({ value }) => value.en);
  expect(facts).toContain('Spot');
  expect(facts).toContain('Size 50 GiB');
});

test('where there are no types, an order is called by its numbers; what is rarely set is left out', () => {
  const params = { CPU: 2, Memory: 4096, ChargeType: 'Dynamic', IPVersion: 'IPv6' };
  const schema = prepared(operationForm('ucloudstack', CREATE.ucloudstack ?? '').schema as Schema, params);
  const { title, facts } = quoteWords(schema, params, nobody);
  expect(title).toBe('2 vCPU · 4 GiB');
  expect(facts.map(({ value }) => value.en).join()).not.toContain('IPv6');
});
