import type { Activity, JournalEntry } from '../../ipc/bindings';

/** Where an activity stands in the panel. What has ended without its goal being seen counts as ended. */
export type Standing = 'asks' | 'unknown' | 'running' | 'failed' | 'partly' | 'ended';

/** Where an activity stands; `null`: it was put away. */
export function standingOf({ phase, endedAt, cleared, resembling, error }: Activity): Standing | null {
  if (cleared) return null;
  // Something turned up late: only the person can say whether it is this act's.
  if (resembling.length > 0) return 'asks';
  switch (phase) {
    case 'outcome_unknown':
      return 'unknown';
    case 'failed':
    case 'partly':
      return phase;
    case 'not_sent':
      // Withdrawn by the person, or stopped by what was checked before sending.
      return error === null || error.kind === 'cancelled' ? 'ended' : 'failed';
    case 'preparing':
    case 'sending':
    case 'waiting':
      return endedAt === null ? 'running' : 'ended';
    case 'done':
    case 'not_applied':
      return 'ended';
  }
}

/** What an activity and a line of the journal count by. */
export type Counted = Pick<Activity | JournalEntry, 'ordered' | 'resources'>;

/**
 * How many of what was asked for are there; `null` where nothing is counted, or nothing is known yet. `ordered`: they are
 * machines that were ordered, not things that something is done to.
 */
export function progressOf({ ordered = null, resources }: Counted): {
  done: number;
  of: number;
  ordered: boolean;
} | null {
  const of = Math.max(ordered ?? 0, resources.length);
  if (resources.length === 0 || (ordered === null && of < 2)) return null;
  return { done: resources.filter(({ standing }) => standing === 'done').length, of, ordered: ordered !== null };
}
