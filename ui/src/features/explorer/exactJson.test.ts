import { expect, test } from 'vitest';
import { exactText, isExactNumber, parseExact } from './exactJson';

const text = '{"Id":9007199254740993,"Most":18446744073709551615,"Price":0.34,"Count":2,"Name":"9007199254740993"}';

test('numbers that this language would round keep their digits; the others are plain numbers', () => {
  const value = parseExact(text) as { [name: string]: unknown };
  expect(exactText(value)).toBe(text);
  expect(JSON.stringify(JSON.parse(text))).not.toBe(text);
  expect([value.Count, value.Price, value.Name]).toEqual([2, 0.34, '9007199254740993']);
  expect(Object.values(value).map(isExactNumber)).toEqual([true, true, true, true, false]);
});
