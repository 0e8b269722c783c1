import { expect, test } from 'vitest';
import { added, multiplied, rounded } from './decimal';

test.each([
  ['160.65', 2, '321.30'],
  ['0.1', 3, '0.3'],
  ['0.36125', 730, '263.71250'],
  ['-0.05', 2, '-0.10'],
  ['12345678901234567890.123456789', 10, '123456789012345678901.234567890'],
  ['1e-5', 2, null],
])('multiplied %s by %d is %s', (amount, count, product) => expect(multiplied(amount, count)).toBe(product));

test.each([
  ['0.1', '0.2', '0.3'],
  ['321.30', '192.78', '514.08'],
  ['3', '0.00001', '3.00001'],
  ['1', 'free', null],
])('added %s and %s is %s', (a, b, sum) => expect(added(a, b)).toBe(sum));

test.each([
  ['263.71250', 2, '263.71'],
  ['0.005', 2, '0.01'],
  ['-0.005', 2, '-0.01'],
  ['1.5', 2, '1.5'],
  ['free', 2, null],
])('rounded %s to %d digits is %s', (amount, digits, result) => expect(rounded(amount, digits)).toBe(result));
