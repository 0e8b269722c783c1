import { type QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { createQueryClient } from './queryClient';

/** Somebody who looks at a question whose answers are given by hand. */
function looking(client: QueryClient) {
  const answers: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey: ['journal', 'page'], queryFn });
  const stop = observer.subscribe(() => undefined);
  return { answers, stop, shown: () => observer.getCurrentResult().data };
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 10));

test('what changes while a first answer is on its way is asked for once more when that has come', async () => {
  const client = createQueryClient();
  const { answers, stop, shown } = looking(client);
  const told = client.invalidateQueries({ queryKey: ['journal'] });
  await soon();
  expect(answers).toHaveLength(1);
  answers[0]?.('accepted');
  await soon();
  expect(answers).toHaveLength(2);
  answers[1]?.('done');
  await told;
  expect(shown()).toBe('done');
  stop();
});

test('a first answer that fails is asked for once more, too, and what nothing changes is asked for once', async () => {
  const client = createQueryClient();
  let asked = 0;
  const queryFn = async () => {
    asked += 1;
    throw new Error('no answer');
  };
  const observer = new QueryObserver(client, { queryKey: ['journal', 'page'], queryFn });
  const stop = observer.subscribe(() => undefined);
  await client.invalidateQueries({ queryKey: ['images'] });
  expect(asked).toBe(1);
  stop();
  const other = createQueryClient();
  const again = new QueryObserver(other, { queryKey: ['journal', 'page'], queryFn });
  const leave = again.subscribe(() => undefined);
  await other.invalidateQueries({ queryKey: ['journal'] });
  expect(asked).toBe(3);
  leave();
});
