import { AsyncLocalStorage } from "node:async_hooks";
import { relative } from "node:path";
import { leaveEvidence } from "./evidence.js";
import { aMoment, PATIENCE } from "./patience.js";

// A wait is asked for by a test through a page through the window: all of them are to be named.
Error.stackTraceLimit = 60;

/** What is waited for, and where in the tests. */
interface Wait {
  what: string;
  asked: Error;
  since: number;
}

const waits = new Set<Wait>();

/** Whether one looks for another wait: then a look is one look, and it is the other that waits. */
const looking = new AsyncLocalStorage<true>();

/** Counts what was given up: who waits since before that waits in vain. */
let era = 0;

/** What waiting longer does not help: the window says that it went wrong, say. */
export class Hopeless extends Error {}

/**
 * Waits until something holds. What is thrown meanwhile counts as "not yet", and is told when it never holds; `Hopeless` ends
 * the waiting. What waits itself is looked at once.
 */
export async function waitUntil(what: string, holds: () => boolean | Promise<boolean>, patience = PATIENCE): Promise<void> {
  if (looking.getStore()) {
    if (await holds()) return;
    throw new Error(what);
  }
  const wait = { what, asked: new Error(what), since: Date.now() };
  const begun = era;
  let last: unknown;
  waits.add(wait);
  try {
    while (Date.now() - wait.since < patience) {
      try {
        if (await looking.run(true, async () => holds())) return;
        last = undefined;
      } catch (error) {
        if (error instanceof Hopeless) throw error;
        last = error;
      }
      if (era !== begun) throw new Error(`${what}: given up, since its test is over`);
      await aMoment();
    }
    throw await late(wait, last);
  } finally {
    waits.delete(wait);
  }
}

/** Waits for something that comes by itself or not at all; without it, the place is told as that of any wait. */
export async function waitFor<Value>(what: string, coming: Promise<Value>, patience = PATIENCE): Promise<Value> {
  const wait = { what, asked: new Error(what), since: Date.now() };
  waits.add(wait);
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<never>((_, reject) => {
    timer = setTimeout(() => void late(wait, undefined).then(reject), patience);
  });
  return Promise.race([coming, never]).finally(() => {
    clearTimeout(timer);
    waits.delete(wait);
  });
}

/** Whoever still waits gives up: the test they belong to is over, and what they would do next is not to disturb another. */
export function giveUp(): void {
  era += 1;
}

/** What is waited for now, a line each. */
export function waitedFor(): string[] {
  return [...waits].map(({ what, asked, since }) => `${what}, for ${seconds(since)}, in ${placeOf(asked)}`);
}

async function late({ what, asked, since }: Wait, last: unknown): Promise<Error> {
  const because = last === undefined ? "" : `\n  the last look failed: ${String(last)}`;
  const evidence = await leaveEvidence();
  const error = new Error(`${what}\n  waited ${seconds(since)} in ${placeOf(asked)}${because}${evidence}`);
  error.stack = `${error.message}\n${framesOf(asked)
    .map((frame) => frame.line)
    .join("\n")}`;
  return error;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Where in the tests something was asked for: the test's own line first, then those of the pages in between. */
function placeOf(asked: Error): string {
  const places = framesOf(asked).map(({ place }) => place);
  const own = places.map((place) => place.includes(".test.ts:")).lastIndexOf(true);
  if (own < 0) return places[0] ?? "an unknown place";
  const through = places.slice(0, own).reverse();
  return [places[own], ...through].join(" > ");
}

/** The stack's frames within the tests, without those of the waiting itself. */
function framesOf({ stack = "" }: Error): { line: string; place: string }[] {
  return stack.split("\n").flatMap((line) => {
    const [, path, at] = /^\s+at .*?(?:file:\/\/)?(\/[^\s()]+?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (path === undefined || path.includes("/node_modules/")) return [];
    const place = relative(import.meta.dirname, path);
    if (place.startsWith("..") || ["waiting.ts", "window.ts"].includes(place)) return [];
    return [{ line, place: `${place}:${at}` }];
  });
}
