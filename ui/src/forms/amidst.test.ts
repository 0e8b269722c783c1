import { expect, test } from 'vitest';
import { amidst } from './amidst';

test.each([
  ['Data disk', 'data disk'],
  ['Pairs', 'pairs'],
  ['IPv6 addresses', 'IPv6 addresses'],
  ['VPC', 'VPC'],
  ['数据盘', '数据盘'],
])('%s amidst a sentence is %s', (title, said) => expect(amidst(title)).toBe(said));
