import { expect, test } from 'vitest';
import { accountIds } from './accountIds';

test('account ids are taken from whatever is pasted, each once and in order', () => {
  expect(accountIds(['100001, 100002；100003\n"100001"', '100004 | 100005'])).toEqual([
    '100001',
    '100002',
    '100003',
    '100004',
    '100005',
  ]);
  expect(accountIds(['  ', ''])).toEqual([]);
});
