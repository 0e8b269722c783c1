import { expect, test } from 'vitest';
import type { Schema } from '../../forms/schema';
import { i18next } from '../../i18n/i18n';
import { CREATE, operationForm } from '../../testing/catalogue';
import { orderTitle } from './orderWords';

const titleOf = (cloud: string, params: object, chosen: { [kind: string]: string[] } = {}) => {
  const form = operationForm(cloud, CREATE[cloud] ?? '');
  const labelOf = (kind: string) => (kind === 'image' ? 'CentOS 7.4' : null);
  const named = { schema: form.schema as Schema, rules: form.again, params: { ...params }, chosen, labelOf };
  return orderTitle(named, i18next.t);
};

test.each([
  [
    'ucloudstack',
    { Name: 'ux-机房-01', CPU: 2, Memory: 4096 },
    { image: ['img-1'] },
    'ux-机房-01 · 2 核 4 GiB · CentOS 7.4',
  ],
  ['tencent', { InstanceName: 'web' }, { instance_type: ['S5.MEDIUM4'] }, 'web · S5.MEDIUM4'],
  ['tencent', {}, {}, ''],
])('a draft of %s is called by what is chosen: %#', (cloud, params, chosen, title) => {
  expect(titleOf(cloud, params, chosen)).toBe(title);
});
