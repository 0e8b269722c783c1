import { useSyncExternalStore } from 'react';
import type { Params } from '../../forms/params';
import type { Quote, Text } from '../../ipc/bindings';

/** A quote kept for comparison, with the configuration it is for. Its parameters hold no secrets. */
export type KeptQuote = {
  id: string;
  cloud: string;
  account: string;
  region: string;
  params: Params;
  /** What it is a price of, in a line. */
  title: string;
  detail: string;
  /** What tells it from others of the same type. */
  facts: { label: Text; value: Text }[];
  quote: Quote;
};

let kept: readonly KeptQuote[] = [];
const listeners = new Set<() => void>();

function set(next: readonly KeptQuote[]): void {
  kept = next;
  for (const listener of listeners) listener();
}

/** Keeps a quote until the program ends: tomorrow's price is another. */
export function keepQuote(quote: KeptQuote): void {
  set([quote, ...kept]);
}

export function dropQuote(id: string): void {
  set(kept.filter((one) => one.id !== id));
}

export function dropAllQuotes(): void {
  set([]);
}

/** The quotes kept for comparison, the latest first. */
export function useKeptQuotes(): readonly KeptQuote[] {
  return useSyncExternalStore(subscribe, () => kept);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
