import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Params } from '../../forms/params';
import type { IpcError, QuoteAnswer } from '../../ipc/bindings';
import { useQuote } from './useQuote';

type Asked = { params: Params; answer: (answer: QuoteAnswer) => void; fail: (error: IpcError) => void };
let asked: Asked[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  mockIPC((_command, args) => {
    const { params } = args as { params: Params };
    return new Promise((answer, fail) => asked.push({ params, answer, fail }));
  });
});
afterEach(() => {
  vi.useRealTimers();
  clearMocks();
});

const schema = { properties: { Size: { type: 'integer' }, Password: { type: 'string', writeOnly: true } } };
const price = (amount: string): QuoteAnswer => ({
  kind: 'priced',
  quote: {
    items: [],
    totals: [{ per: { kind: 'hour' }, original: null, price: { amount, currency: 'CNY' } }],
    notIncluded: [],
    at: '2026-01-01T00:00:00Z',
  },
});
const start = () =>
  renderHook(({ params }: { params: Params }) => useQuote('acc', 'r', 'Run', schema, params), {
    initialProps: { params: { Size: 1 } as Params },
  });
const pause = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const shown = (view: ReturnType<typeof start>) => ({
  trust: view.result.current.trust,
  price: view.result.current.quote?.totals[0]?.price.amount ?? null,
});

test('asks once a person pauses, and greys the price until the new one is there', async () => {
  const view = start();
  expect(shown(view)).toEqual({ trust: 'loading', price: null });
  await pause(399);
  expect(asked).toHaveLength(0);
  await pause(1);
  await act(async () => asked[0]?.answer(price('1')));
  expect(shown(view)).toEqual({ trust: 'fresh', price: '1' });

  view.rerender({ params: { Size: 2 } });
  view.rerender({ params: { Size: 3 } });
  expect(shown(view)).toEqual({ trust: 'stale', price: '1' });
  await pause(400);
  expect(asked.map(({ params }) => params)).toEqual([{ Size: 1 }, { Size: 3 }]);
});

test('the latest answer wins, whichever comes last', async () => {
  const view = start();
  await pause(400);
  view.rerender({ params: { Size: 2 } });
  await pause(400);
  await act(async () => asked[1]?.answer(price('2')));
  await act(async () => asked[0]?.answer(price('1')));
  expect(shown(view)).toEqual({ trust: 'fresh', price: '2' });
});

test('a failure keeps the last price, but does not vouch for it', async () => {
  const view = start();
  await pause(400);
  await act(async () => asked[0]?.answer(price('1')));
  view.rerender({ params: { Size: 2 } });
  await pause(400);
  const blank = { words: null, vendor: null, at: null, problems: [] };
  await act(async () => asked[1]?.fail({ kind: 'network', delivery: 'not_sent', context: '', ...blank }));
  expect(shown(view)).toEqual({ trust: 'error', price: '1' });
});

test('a cloud without a price call has no price, and says why', async () => {
  const view = start();
  await pause(400);
  await act(async () => asked[0]?.answer({ kind: 'unsupported', reason: { zh: '没有', en: 'none' } }));
  expect(shown(view)).toEqual({ trust: 'none', price: null });
  expect(view.result.current.answer?.kind).toBe('unsupported');
});

test('a password is not sent along, and typing one asks for no new price', async () => {
  const view = start();
  await pause(400);
  view.rerender({ params: { Size: 1, Password: 'Planted-Secret-1' } });
  await pause(1000);
  expect(asked.map(({ params }) => params)).toEqual([{ Size: 1 }]);
});
