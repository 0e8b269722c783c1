import type { Effect, OperationSummary, Text } from '../../ipc/bindings';
import { meant } from './synonyms';

/** Nouns in the order one looks for them; any other follows. */
const NOUNS = ['instance', 'image', 'instance_type', 'pricing', 'disk', 'snapshot', 'key_pair', 'network', 'placement'];

/** What narrows the tree. No effects: all of them. */
export type TreeFilter = { text: string; effects: readonly Effect[] };

/** A line of the tree. `id` is also what is remembered as folded or unfolded. */
export type TreeLine =
  | { kind: 'cloud'; id: string; cloud: string; count: number; open: boolean }
  | { kind: 'noun'; id: string; cloud: string; noun: string; count: number; open: boolean }
  | { kind: 'operation'; id: string; operation: OperationSummary };

/** The words of a noun and of a cloud, to find operations by. */
export type Names = { noun: (noun: string) => Text; cloud: (cloud: string) => Text };

export function idOf({ cloud, name }: { cloud: string; name: string }): string {
  return `${cloud}/operation/${name}`;
}

/**
 * The operations that a filter lets through: every word typed, or another word for the same, occurs in some name of it, in either
 * language.
 */
export function found(operations: readonly OperationSummary[], filter: TreeFilter, names: Names): OperationSummary[] {
  const whole = filter.text.toLowerCase().trim();
  const asked = whole.split(/\s+/).filter(Boolean);
  return operations.filter((operation) => {
    if (filter.effects.length > 0 && !filter.effects.includes(operation.effect)) return false;
    if (asked.length === 0) return true;
    const noun = names.noun(operation.noun);
    const cloud = names.cloud(operation.cloud);
    const text = [operation.name, operation.title.zh, operation.title.en, noun.zh, noun.en, cloud.zh, cloud.en]
      .join('\n')
      .toLowerCase();
    const says = (word: string) => meant(word).some((one) => text.includes(one));
    return says(whole) || asked.every(says);
  });
}

/** The lines to show, in the order given: clouds, in them nouns, in them operations, as far as they are unfolded. */
export function linesOf(operations: readonly OperationSummary[], isOpen: (id: string) => boolean): TreeLine[] {
  const clouds = grouped(operations, ({ cloud }) => cloud);
  return [...clouds].flatMap(([cloud, inCloud]): TreeLine[] => {
    const id = cloud;
    const open = isOpen(id);
    const head: TreeLine = { kind: 'cloud', id, cloud, count: inCloud.length, open };
    if (!open) return [head];
    const byNoun = [...grouped(inCloud, ({ noun }) => noun)].sort(([a], [b]) => rank(a) - rank(b));
    const nouns = byNoun.flatMap(([noun, inNoun]): TreeLine[] => {
      const nounId = nounIdOf(cloud, noun);
      const nounOpen = isOpen(nounId);
      const line: TreeLine = { kind: 'noun', id: nounId, cloud, noun, count: inNoun.length, open: nounOpen };
      if (!nounOpen) return [line];
      return [line, ...inNoun.map((operation): TreeLine => ({ kind: 'operation', id: idOf(operation), operation }))];
    });
    return [head, ...nouns];
  });
}

export function nounIdOf(cloud: string, noun: string): string {
  return `${cloud}/noun/${noun}`;
}

function rank(noun: string): number {
  const at = NOUNS.indexOf(noun);
  return at < 0 ? NOUNS.length : at;
}

function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(by(one));
    if (group) group.push(one);
    else groups.set(by(one), [one]);
  }
  return groups;
}
