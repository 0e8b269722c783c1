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
