import { useCallback, useEffect, useRef, useState } from 'react';
import { type Params, prunedParams, withoutSecrets } from '../../forms/params';
import type { Schema } from '../../forms/schema';
import { commands, type Quote, type QuoteAnswer } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';

/** How long a person pauses before a configuration is priced anew, in milliseconds. */
const PAUSE = 400;

/** How far one may trust the price on the screen. */
export type QuoteTrust = 'loading' | 'fresh' | 'stale' | 'none' | 'error';

export type QuoteState = {
  trust: QuoteTrust;
  /** The last price; greyed while `stale` or `error`. */
  quote: Quote | null;
  answer: QuoteAnswer | null;
  error: unknown;
  refresh: () => void;
};

type Held = { key: string; answer: QuoteAnswer | null; quote: Quote | null; error: unknown };

const nothing: Held = { key: '', answer: null, quote: null, error: null };

/**
 * The price of a configuration, asked for anew a moment after every change; the latest answer wins, and until it is
 * there the one before is `stale`. Secrets are left out: no price depends on them.
 */
export function useQuote(
  account: string,
  region: string,
  operation: string,
  schema: Schema,
  params: Params,
  enabled = true,
): QuoteState {
  const [held, setHeld] = useState(nothing);
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  const priced = JSON.stringify(prunedParams(withoutSecrets(schema, params)));
  const key = `${account}\n${region}\n${operation}\n${turn}\n${priced}`;
  const ready = enabled && account !== '' && region !== '' && operation !== '';

  useEffect(() => {
    if (!ready) return;
    const ticket = ++latest.current;
    const timer = setTimeout(() => {
      unwrap(commands.quote(account, region, operation, JSON.parse(priced))).then(
        (answer) => {
          if (ticket !== latest.current) return;
          setHeld({ key, answer, quote: answer.kind === 'priced' ? answer.quote : null, error: null });
        },
        (error) => {
          if (ticket === latest.current) setHeld((before) => ({ key, answer: null, quote: before.quote, error }));
        },
      );
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [ready, account, region, operation, priced, key]);

  return {
    trust: trustOf(held, key, ready),
    quote: held.quote,
    answer: held.answer,
    error: held.error,
    refresh: useCallback(() => setTurn((before) => before + 1), []),
  };
}

function trustOf(held: Held, key: string, ready: boolean): QuoteTrust {
  if (!ready) return 'none';
  if (held.key !== key) return held.quote ? 'stale' : held.answer ? 'stale' : 'loading';
  if (held.error !== null) return 'error';
  return held.quote ? 'fresh' : 'none';
}
