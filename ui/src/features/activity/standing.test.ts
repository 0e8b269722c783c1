import { describe, expect, test } from 'vitest';
import type { Activity } from '../../ipc/bindings';
import { activity } from '../../testing/activity';
import { progressOf, standingOf } from './standing';

describe('an activity', () => {
  test('runs until its end; accepted and not watched any more is ended, not running', () => {
    expect(standingOf(activity({ phase: 'sending' }))).toBe('running');
    expect(standingOf(activity({}))).toBe('running');
    expect(standingOf(activity({ endedAt: '2026-03-01T10:15:00Z' }))).toBe('ended');
    expect(standingOf(activity({ phase: 'not_applied', endedAt: '2026-03-01T10:15:00Z' }))).toBe('ended');
  });

  test('is unknown whether or not it is still looked for', () => {
    expect(standingOf(activity({ phase: 'outcome_unknown' }))).toBe('unknown');
    expect(standingOf(activity({ phase: 'outcome_unknown', endedAt: '2026-03-01T10:15:00Z' }))).toBe('unknown');
  });

  test('that failed is told apart from one that ended', () => {
    expect(standingOf(activity({ phase: 'failed', endedAt: '2026-03-01T10:15:00Z' }))).toBe('failed');
  });

  test('is nowhere once it was put away', () => {
    expect(standingOf(activity({ phase: 'done', cleared: true }))).toBeNull();
  });

  test('says how many of the ordered instances run', () => {
    const resources: Activity['resources'] = [
      { id: 'i-1', state: { kind: 'running' } },
      { id: 'i-2', state: { kind: 'creating' } },
    ];
    expect(progressOf(activity({ resources }))).toEqual({ done: 1, of: 2 });
    const summary = {
      name: 'web',
      count: 3,
      size: 's',
      zone: null,
      imageId: null,
      billing: { kind: 'postpaid' },
      months: null,
    } as const;
    expect(progressOf(activity({ resources, summary }))).toEqual({ done: 1, of: 3 });
    expect(progressOf(activity({}))).toBeNull();
    expect(progressOf(activity({ resources, effect: 'mutate' }))).toBeNull();
  });
});
