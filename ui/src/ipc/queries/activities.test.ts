import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { activity } from '../../testing/activity';
import { keys } from '../keys';
import { takeActivities } from './activities';

const ENDED = { revision: 4, phase: 'done', endedAt: '2026-03-01T10:01:00Z' } as const;

function known(client: QueryClient) {
  return client.getQueryData(keys.activities.all);
}

test('an answer that was overtaken by the event of a later change takes nothing back', () => {
  const client = new QueryClient();
  takeActivities(client, [activity({ revision: 1 })]);
  takeActivities(client, [activity(ENDED)]);
  takeActivities(client, [activity({ revision: 3, cancelled: true })]);
  expect(known(client)).toEqual([activity(ENDED)]);
});

test('what is new stands first, and what was not told of stays', () => {
  const client = new QueryClient();
  takeActivities(client, [activity({ id: 'a' }), activity({ id: 'b' })]);
  takeActivities(client, [activity({ id: 'c' }), activity({ id: 'b', revision: 1, phase: 'failed' })]);
  expect(known(client)).toEqual([
    activity({ id: 'c' }),
    activity({ id: 'a' }),
    activity({ id: 'b', revision: 1, phase: 'failed' }),
  ]);
});
