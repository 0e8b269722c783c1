import { type Activity, type Confirmed, commands, type Plan } from '../../ipc/bindings';
import { isKind, unwrap } from '../../ipc/failure';

const applied = new Map<string, Promise<Activity>>();

/**
 * Applies a plan. However often it is called for the same plan (a double click, a second render), the command is sent
 * once and all callers get its one answer. The shell refuses a used plan too; this is the first of the two locks.
 */
export function applyOnce(plan: Plan, confirmed: Confirmed): Promise<Activity> {
  const known = applied.get(plan.id);
  if (known) return known;
  const activity = unwrap(commands.applyPlan(plan.id, confirmed)).catch((error: unknown) => {
    // What the person did not say yes to still waits, and may be applied.
    if (isKind(error, 'cancelled')) applied.delete(plan.id);
    throw error;
  });
  applied.set(plan.id, activity);
  return activity;
}

/** Has the system ask about plans that are confirmed together; each by itself is asked about when it is applied. */
export async function confirmTogether(plans: Plan[]): Promise<boolean> {
  return plans.length < 2 || unwrap(commands.confirmPlans(plans.map(({ id }) => id)));
}

/** Gives back plans that will not be applied. A plan that was, is left alone. */
export function discard(plans: Plan[]): void {
  for (const plan of plans) {
    // A plan also expires by itself, so a failure to give it back does no harm.
    if (!applied.has(plan.id)) void unwrap(commands.discardPlan(plan.id)).catch(() => undefined);
  }
}
