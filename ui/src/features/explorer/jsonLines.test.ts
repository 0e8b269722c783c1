import { describe, expect, test } from 'vitest';
import { parseExact } from './exactJson';
import { isOpenAtFirst, jsonLines } from './jsonLines';

const value = {
  total: 2,
  items: [
    { id: 'a', 'x/y': {} },
    { id: 'b', 'x/y': null },
  ],
  empty: [],
};

describe('the lines of JSON', () => {
  test('are the root and its members when only the root is unfolded', () => {
    const lines = jsonLines(value, (path) => path === '');
    expect(lines.map(({ path, size, open }) => [path, size, open])).toEqual([
      ['', 3, true],
      ['/total', null, false],
      ['/items', 2, false],
      ['/empty', 0, false],
    ]);
  });

  test('go all the way down when everything is, with names escaped in their paths', () => {
    const lines = jsonLines(value, () => true);
    expect(lines.map(({ path }) => path)).toContain('/items/1/x~1y');
    expect(lines.find(({ path }) => path === '/items/1')).toMatchObject({ key: 1, depth: 2, open: true });
    expect(lines.find(({ path }) => path === '/items/0/x~1y')).toMatchObject({ size: 0, open: false });
  });

  test('are a single one for what has no members', () => {
    expect(jsonLines('text', () => true)).toEqual([
      { path: '', key: null, depth: 0, value: 'text', size: null, open: false },
    ]);
  });

  test('are a single one for a number of many digits, too', () => {
    const value = parseExact('{"id":9007199254740993}');
    expect(jsonLines(value, () => true).map(({ size }) => size)).toEqual([1, null]);
  });

  test('leave long lists folded at first, but never the root', () => {
    expect(isOpenAtFirst(0, 5000)).toBe(true);
    expect(isOpenAtFirst(1, 5000)).toBe(false);
    expect(isOpenAtFirst(1, 12)).toBe(true);
    expect(isOpenAtFirst(3, 2)).toBe(false);
  });
});
