import { expect, test } from 'vitest';
import '../i18n/i18n';
import { i18next } from '../i18n/i18n';
import { shortId } from './useImageName';
import { readable, zoneWords } from './useZoneName';

test.each([
  ['ap-guangzhou', 'ap-guangzhou-3', '3 区'],
  ['cn-north-1', 'cn-north-1a', 'A 区'],
  ['cn', 'zone-01', 'zone-01'],
  ['cn', 'cn', 'cn'],
])('beside %s, the zone %s is called %s', (region, zone, name) => {
  expect(zoneWords(region, zone, i18next.t)).toBe(name);
});

test('a long id keeps both ends', () => {
  expect(shortId('3f2a4c6e-1234-4321-abcd-0123456789ab')).toBe('3f2a4c6e…6789ab');
  expect(shortId('img-k2x8')).toBe('img-k2x8');
});

test.each([
  ['广州二区', 'zh-CN', '广州二区'],
  ['广州二区', 'en', undefined],
  ['Zone B', 'en', 'Zone B'],
])('the name %s can be read in %s: %s', (label, language, name) => {
  expect(readable(label, language)).toBe(name);
});
