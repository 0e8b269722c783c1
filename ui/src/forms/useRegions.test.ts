import { expect, test } from 'vitest';
import type { CloudView } from '../ipc/bindings';
import { regionsOf } from './useRegions';

const cloud = { regions: [{ id: 'r-1', title: { zh: '一', en: 'One' }, zones: ['r-1a'] }] } as unknown as CloudView;

test('regionsOf begins with the catalogue and adds what the cloud lists beyond it', () => {
  const regions = [
    { id: 'r-1', name: 'first' },
    { id: 'r-2', name: 'second' },
  ];
  expect(regionsOf(cloud, { at: '', regions })).toEqual([
    ...cloud.regions,
    { id: 'r-2', title: { zh: 'second', en: 'second' }, zones: [] },
  ]);
});

test('regionsOf has the zones that the cloud listed, and without a list those of the catalogue', () => {
  const regions = [
    { id: 'r-1', name: 'first', zones: ['r-1b', 'r-1c'] },
    { id: 'r-2', name: 'second', zones: ['r-2a'] },
  ];
  expect(regionsOf(cloud, { at: '', regions }).map(({ zones }) => zones)).toEqual([['r-1b', 'r-1c'], ['r-2a']]);
  const none = [{ id: 'r-1', name: 'first', zones: [] }];
  expect(regionsOf(cloud, { at: '', regions: none }).map(({ zones }) => zones)).toEqual([['r-1a']]);
});

test('regionsOf of an account whose cloud was not asked yet is the catalogue', () => {
  expect(regionsOf(cloud, null)).toEqual(cloud.regions);
});
