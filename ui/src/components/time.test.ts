import { describe, expect, test } from 'vitest';
import { i18next } from '../i18n/i18n';
import { formatDistance, formatLength, formatTime, formatTimeWithZone } from './time';

const now = new Date('2026-03-01T08:05:09Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('time', () => {
  test('is local, and says its zone when asked', () => {
    const local = new Date(2026, 2, 1, 8, 5, 9);
    expect(formatTime(local)).toBe('2026-03-01 08:05');
    expect(formatTimeWithZone(local)).toMatch(/^2026-03-01 08:05:09 UTC[+-]\d\d:\d\d$/);
  });

  test.each([
    [-2, '刚刚'],
    [-30, '30 秒前'],
    [-119, '1 分钟前'],
    [-7200, '2 小时前'],
    [-86_400 * 3, '3 天前'],
    [600, '10 分钟后'],
  ])('%i seconds from now is %s', (seconds, words) => {
    expect(formatDistance(at(seconds), now, i18next.t)).toBe(words);
  });

  test('knows one from many in English', () => {
    const t = i18next.getFixedT('en');
    expect(formatDistance(at(-60), now, t)).toBe('1 minute ago');
    expect(formatDistance(at(-180), now, t)).toBe('3 minutes ago');
  });

  test.each([
    [168, '168 毫秒'],
    [3_012, '3 秒'],
    [120_000, '2 分钟'],
  ])('%i ms last %s', (milliseconds, words) => {
    expect(formatLength(milliseconds, i18next.t)).toBe(words);
  });
});
