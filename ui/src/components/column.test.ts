import { expect, test } from 'vitest';
import { type Column, fitting } from './column';

const column = (id: string, width: string, more: Partial<Column<object>> = {}): Column<object> => ({
  id,
  title: id,
  width,
  cell: () => null,
  ...more,
});
const columns = [
  column('state', '90px'),
  column('name', 'minmax(130px, 1.3fr)'),
  column('address', '120px'),
  column('type', 'minmax(110px, 1fr)'),
  column('share', '90px', { title: '' }),
  column('wide', '60px', { from: 900 }),
];
const ids = (width: number) => fitting(columns, width).map(({ id }) => id);

test('fitting leaves out columns from the right until the rest fits, and none before the width is known', () => {
  expect(ids(0)).toHaveLength(6);
  expect(ids(900)).toEqual(['state', 'name', 'address', 'type', 'share', 'wide']);
  expect(ids(899)).toEqual(['state', 'name', 'address', 'type', 'share']);
  expect(ids(540)).toEqual(['state', 'name', 'address', 'type', 'share']);
  expect(ids(539)).toEqual(['state', 'name', 'address', 'share']);
});

test('fitting keeps the first two and the buttons, however narrow it is', () => {
  expect(ids(100)).toEqual(['state', 'name', 'share']);
});
