import { describe, expect, test } from 'vitest';
import type { Activity } from '../../ipc/bindings';
import { progressOf, standingOf } from './standing';

const activity = (more: Partial<Activity>): Activity => ({
  id: 'a',
  account: 'a',
  accountLabel: 'A',
  cloud: 'c',
  sandbox: false,
  region: 'r',
  operation: 'Buy',
  title: { zh: '创建', en: 'Create' },
  effect: 'purchase',
  subject: 'web',
  phase: 'waiting',
  resources: [],
  requestId: null,
  startedAt: '2026-03-01T10:00:00Z',
  endedAt: null,
  cancelled: false,
  cleared: false,
  error: null,
  quote: null,
  summary: null,
  privateKey: null,
  ...more,
});

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

  test('is nowhere once it was put away', () => {
    expect(standingOf(activity({ phase: 'done', cleared: true }))).toBeNull();
  });

  test('says how many of the ordered instances run', () => {
    const resources: Activity['resources'] = [
      { id: 'i-1', state: { kind: 'running' } },
      { id: 'i-2', state: { kind: 'creating' } },
    ];
    expect(progressOf(activity({ resources }))).toEqual({ done: 1, of: 2 });
    expect(progressOf(activity({}))).toBeNull();
    expect(progressOf(activity({ resources, effect: 'mutate' }))).toBeNull();
  });
});
