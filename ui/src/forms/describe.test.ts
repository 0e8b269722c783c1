import { expect, test } from 'vitest';
import { initialParams } from '../features/create-instance/initial';
import { i18next } from '../i18n/i18n';
import { CREATE, operationForm } from '../testing/catalogue';
import { described } from './describe';
import { type Params, withValue } from './params';
import { prepared } from './prepare';
import type { Schema } from './schema';

const words = { words: ({ zh }: { zh: string }) => zh, t: i18next.t, labelOf: () => null };

test.each(Object.keys(CREATE))(
  '%s: an order that was not touched says nothing of what it asks nothing for',
  (cloud) => {
    const form = operationForm(cloud, CREATE[cloud] ?? '');
    const params = initialParams(form, { draft: null, instance: null, image: null });
    const lines = described(prepared(form.schema as Schema, params), params, words);
    expect(lines.filter(({ value }) => /^0( |$)/.test(value)).map(({ label, value }) => `${label} ${value}`)).toEqual(
      [],
    );
  },
);

test('a data disk that is asked for is said with its size', () => {
  const form = operationForm('ucloudstack', CREATE.ucloudstack ?? '');
  const params: Params = withValue({}, ['DataDiskSpace'], 100);
  const lines = described(prepared(form.schema as Schema, params), params, words);
  expect(lines.map(({ label, value }) => `${label} ${value}`)).toContain('数据盘大小 100 GiB');
});
