import type { TFunction } from 'i18next';

const two = (number: number) => String(number).padStart(2, '0');

/** Local date and time to the minute: `2026-03-01 08:05`. Same in both languages, so that columns line up. */
export function formatTime(at: Date): string {
  return `${formatDate(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Local date and time to the second, for what follows closely upon each other: `2026-03-01 08:05:09`. */
export function formatSecond(at: Date): string {
  return `${formatTime(at)}:${two(at.getSeconds())}`;
}

/** Local time of day to the second: `08:05:09`. */
export function formatClock(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Local date: `2026-03-01`. */
export function formatDate(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Local time to the second with its zone, for the hint: `2026-03-01 08:05:09 UTC+08:00`. */
export function formatTimeWithZone(at: Date): string {
  const east = -at.getTimezoneOffset();
  const zone = `${east < 0 ? '-' : '+'}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
  return `${formatSecond(at)} UTC${zone}`;
}

/** How long ago, or in how long: `3 分钟前`, `in 2 days`. */
export function formatDistance(at: Date, now: Date, t: TFunction): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const [unit, count] = largestUnit(Math.abs(seconds));
  if (unit === 'second' && count < 5) return t('time.now');
  return t(`time.${seconds < 0 ? 'past' : 'future'}.${unit}`, { count });
}

/** A length of time: `4 秒`, `3 minutes`. */
export function formatLength(milliseconds: number, t: TFunction): string {
  if (milliseconds < 1000) return t('time.length.millisecond', { count: Math.round(milliseconds) });
  const [unit, count] = largestUnit(Math.round(milliseconds / 1000));
  return t(`time.length.${unit}`, { count });
}

function largestUnit(seconds: number): ['second' | 'minute' | 'hour' | 'day', number] {
  if (seconds < 60) return ['second', seconds];
  if (seconds < 3600) return ['minute', Math.floor(seconds / 60)];
  if (seconds < 86_400) return ['hour', Math.floor(seconds / 3600)];
  return ['day', Math.floor(seconds / 86_400)];
}
