import { describe, expect, test } from 'vitest';
import type { Activity } from '../../ipc/bindings';
import { activity, failure, thing } from '../../testing/activity';
import { progressOf, standingOf } from './standing';

const ENDED = { endedAt: '2026-03-01T10:15:00Z' } as const;

describe('an activity', () => {
  test('runs from its confirmation to its end; accepted and not watched any more is ended, not running', () => {
    expect(standingOf(activity({ phase: 'preparing' }))).toBe('running');
    expect(standingOf(activity({ phase: 'sending' }))).toBe('running');
    expect(standingOf(activity({}))).toBe('running');
    expect(standingOf(activity(ENDED))).toBe('ended');
    expect(standingOf(activity({ phase: 'not_applied', ...ENDED }))).toBe('ended');
  });

  test('is unknown whether or not it is still looked for', () => {
    expect(standingOf(activity({ phase: 'outcome_unknown' }))).toBe('unknown');
    expect(standingOf(activity({ phase: 'outcome_unknown', ...ENDED }))).toBe('unknown');
  });

  test('that failed, or reached its goal in part, is told apart from one that ended', () => {
    expect(standingOf(activity({ phase: 'failed', ...ENDED }))).toBe('failed');
    expect(standingOf(activity({ phase: 'partly', ...ENDED }))).toBe('partly');
  });

  test('that was not sent has failed, unless the person took it back', () => {
    expect(standingOf(activity({ phase: 'not_sent', error: failure('plan_expired'), ...ENDED }))).toBe('failed');
    expect(standingOf(activity({ phase: 'not_sent', error: failure('cancelled'), ...ENDED }))).toBe('ended');
  });

  test('with something that resembles its result asks, whatever it was called before', () => {
    const resembling = ['i-9'];
    expect(standingOf(activity({ phase: 'not_applied', resembling, ...ENDED }))).toBe('asks');
    expect(standingOf(activity({ phase: 'outcome_unknown', resembling, ...ENDED }))).toBe('asks');
  });

  test('is nowhere once it was put away', () => {
    expect(standingOf(activity({ phase: 'done', cleared: true }))).toBeNull();
  });
});

describe('the progress of an activity', () => {
  const resources: Activity['resources'] = [thing('i-1', 'done'), thing('i-2', 'open'), thing('i-3', 'broken')];

  test('says how many of the ordered instances are there', () => {
    expect(progressOf(activity({ ordered: 5, resources }))).toEqual({ done: 1, of: 5, ordered: true });
    expect(progressOf(activity({ ordered: 1, resources: [thing('i-1', 'done')] }))).toEqual({
      done: 1,
      of: 1,
      ordered: true,
    });
  });

  test('counts what several things were asked of, and not a single one', () => {
    expect(progressOf(activity({ resources }))).toEqual({ done: 1, of: 3, ordered: false });
    expect(progressOf(activity({ resources: [thing('i-1', 'done')] }))).toBeNull();
  });

  test('is nothing before anything is known', () => {
    expect(progressOf(activity({ ordered: 5 }))).toBeNull();
  });
});
