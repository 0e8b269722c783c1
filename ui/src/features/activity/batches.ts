import type { Activity, ActivityPhase } from '../../ipc/bindings';
import { type Standing, standingOf } from './standing';

/** Which acts were confirmed together, as long as the window lives. Of those of an earlier window nobody knows it any more. */
const batches = new Map<string, { id: string; plans: Set<string> }>();

/** These plans are applied together: what becomes of them is told as one thing. A single one is told by itself. */
export function together(plans: readonly { id: string }[]): void {
  const [first, ...others] = plans;
  if (!first || others.length === 0) return;
  const batch = { id: first.id, plans: new Set(plans.map(({ id }) => id)) };
  for (const { id } of plans) batches.set(id, batch);
}

/** This plan was not applied after all: nobody waits for it. */
export function apart({ id }: { id: string }): void {
  batches.get(id)?.plans.delete(id);
  batches.delete(id);
}

/** What an act was confirmed together with; `null`: it was by itself. `size`: how many there are to be. */
export function batchOf({ id }: { id: string }): { id: string; size: number } | null {
  const batch = batches.get(id);
  return batch && batch.plans.size > 1 ? { id: batch.id, size: batch.plans.size } : null;
}

/** One card: an act, or those that were confirmed together. */
export type Card = { id: string; standing: Standing; activities: Activity[] };

/** What comes first asks for a look first: a card stands where the worst of its acts does. */
export const STANDINGS: readonly Standing[] = ['asks', 'unknown', 'running', 'failed', 'partly', 'ended'];

/** The cards of these acts, in their order; what was put away has none. */
export function cardsOf(activities: readonly Activity[]): Card[] {
  const cards = new Map<string, Card>();
  for (const activity of activities) {
    const standing = standingOf(activity);
    if (standing === null) continue;
    const id = batchOf(activity)?.id ?? activity.id;
    const card = cards.get(id);
    if (!card) cards.set(id, { id, standing, activities: [activity] });
    else {
      card.activities.push(activity);
      if (STANDINGS.indexOf(standing) < STANDINGS.indexOf(card.standing)) card.standing = standing;
    }
  }
  return [...cards.values()];
}

/** The phases in which an act goes on. */
const GOES_ON: readonly ActivityPhase[] = ['preparing', 'sending', 'waiting'];

/** How many of a batch ended how; `null` while some go on, or are still to be sent. What was not sent is said where it was confirmed. */
export function endOf(
  activities: readonly Activity[],
  size: number,
): { done: number; failed: number; open: number } | null {
  const goesOn = ({ phase, endedAt }: Activity) => GOES_ON.includes(phase) && endedAt === null;
  if (activities.length < size || activities.some(goesOn)) return null;
  const count = (...phases: ActivityPhase[]) => activities.filter(({ phase }) => phases.includes(phase)).length;
  return {
    done: count('done'),
    failed: count('failed', 'partly', 'not_applied'),
    open: count('outcome_unknown', 'waiting'),
  };
}
