import type { Choice } from '../../ipc/bindings';
import type { FormScope } from '../FormScope';

/**
 * Whether a choice belongs to what is chosen already: a subnet to the chosen VPC and zone. What a choice does not say,
 * or nothing is chosen for, is no obstacle. `own` is the choice's own kind.
 */
export function fits(choice: Choice, chosen: FormScope['chosen'], own: string): boolean {
  return Object.entries(choice.within).every(([kind, ids]) => {
    if (kind === own || ids.length === 0) return true;
    const wanted = chosen[kind];
    return wanted === undefined || wanted.length === 0 || wanted.some((id) => ids.includes(id));
  });
}

/** Whether a choice is what a person is typing for. */
export function isFor(choice: Choice, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  return text === '' || [choice.id, choice.label, ...choice.detail].some((part) => part.toLowerCase().includes(text));
}
