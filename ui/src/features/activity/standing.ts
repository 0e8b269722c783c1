import type { Activity } from '../../ipc/bindings';

/** Where an activity stands in the panel. What has ended without its goal being seen counts as ended. */
export type Standing = 'unknown' | 'running' | 'failed' | 'ended';

/** Where an activity stands; `null`: it was put away. */
export function standingOf({ phase, endedAt, cleared }: Activity): Standing | null {
  if (cleared) return null;
  if (phase === 'outcome_unknown') return 'unknown';
  if (phase === 'failed') return 'failed';
  return endedAt === null && (phase === 'sending' || phase === 'waiting') ? 'running' : 'ended';
}

/** How many of the ordered instances run; `null` for what orders none, or when nothing is known yet. */
export function progressOf({ effect, summary, resources }: Activity): { done: number; of: number } | null {
  const of = Math.max(summary?.count ?? 0, resources.length);
  if (effect !== 'purchase' || of === 0 || !resources.some(({ state }) => state !== null)) return null;
  return { done: resources.filter(({ state }) => state?.kind === 'running').length, of };
}
