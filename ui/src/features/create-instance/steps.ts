import { type FormScope, hasProblemWithin } from '../../forms/FormScope';
import type { FormStep, Problem } from '../../ipc/bindings';

/** The steps of the wizard. `place` comes first for account and region even where the catalogue has no field for it. */
export type WizardStep = 'place' | 'image' | 'type' | 'storage' | 'network' | 'login' | 'billing' | 'review';

export type WizardPart = { id: WizardStep; fields: string[] };

/** The wizard's steps from those of the form. Fields of no step stand at the end of the last one, folded away. */
export function wizardParts(steps: readonly FormStep[]): WizardPart[] {
  const parts: WizardPart[] = [{ id: 'place', fields: [] }];
  const rest: string[] = [];
  for (const { id, fields } of steps) {
    if (id === 'advanced') rest.push(...fields);
    else if (id === 'place') parts[0] = { id, fields };
    else parts.push({ id, fields });
  }
  const last = parts.at(-1);
  if (last) parts[parts.length - 1] = { id: last.id, fields: [...last.fields, ...rest] };
  return [...parts, { id: 'review', fields: [] }];
}

/** Whether a problem's path lies in a field. */
function isIn(problem: Problem, field: string): boolean {
  return problem.path === `/${field}` || problem.path.startsWith(`/${field}/`);
}

/** The step to mend a problem in; `null` when no field is to blame. */
export function stepOf(problem: Problem, parts: readonly WizardPart[]): WizardStep | null {
  const own = parts.find((part) => part.fields.some((field) => isIn(problem, field)));
  // What is missing in a structure that was opened up is said of the structure's own member.
  const near = parts.find((part) => part.fields.some((field) => `/${field}`.startsWith(`${problem.path}/`)));
  return (own ?? near)?.id ?? null;
}

/** Whether something is wrong with a step that a person has seen. */
export function isWrong(part: WizardPart, scope: FormScope): boolean {
  return part.fields.some((field) => hasProblemWithin(scope, field.split('/')));
}
