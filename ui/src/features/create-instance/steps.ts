import { type FormScope, hasProblemWithin } from '../../forms/FormScope';
import { isEmpty, type Params, valueAt } from '../../forms/params';
import { defaultOf, isSchema, itemsOf, requiredOf, type Schema, schemaAt } from '../../forms/schema';
import type { Account, FormStep, Problem, RegionView } from '../../ipc/bindings';

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
    else if (fields.length > 0) parts.push({ id, fields });
  }
  const last = parts.at(-1);
  if (last) parts[parts.length - 1] = { id: last.id, fields: [...last.fields, ...rest] };
  return [...parts, { id: 'review', fields: [] }];
}

/**
 * The step that one begins with: the first, unless the only account and its only region are all that it could ask for beside what
 * hardly anybody sets.
 */
export function openingStep(
  schema: Schema,
  parts: readonly WizardPart[],
  accounts: readonly unknown[],
  { regions: used }: Pick<Account, 'regions'>,
  regions: readonly Pick<RegionView, 'id'>[],
): WizardStep {
  const [place, next] = parts;
  const isAsked = (field: string) => schemaAt(schema, field.split('/'))?.['x-advanced'] !== true;
  const open = place?.fields.some(isAsked) || accounts.length > 1 || used.length !== 1;
  return open || !next || regions.some(({ id }) => !used.includes(id)) ? 'place' : next.id;
}

/** Whether a problem's path lies in a field. */
function isIn(problem: Problem, field: string): boolean {
  return problem.path === `/${field}` || problem.path.startsWith(`/${field}/`);
}

/** The step that a parameter stands in; `null` when it is in none. */
export function stepOfField(field: readonly string[], parts: readonly WizardPart[]): WizardStep | null {
  const path = `${field.join('/')}/`;
  return parts.find((part) => part.fields.some((own) => path.startsWith(`${own}/`)))?.id ?? null;
}

/** The step to mend a problem in; `null` when no field is to blame. */
export function stepOf(problem: Problem, parts: readonly WizardPart[]): WizardStep | null {
  const own = parts.find((part) => part.fields.some((field) => isIn(problem, field)));
  // What is missing in a structure that was opened up is said of the structure's own member.
  const near = parts.find((part) => part.fields.some((field) => `/${field}`.startsWith(`${problem.path}/`)));
  return (own ?? near)?.id ?? null;
}

/** Whether a step says anything beyond what holds by default: what is empty, off, as documented, or none of something does not. */
export function isChosen(part: WizardPart, schema: Schema, params: Params): boolean {
  return part.fields.some((field) => {
    const path = field.split('/');
    return saysSomething(schemaAt(schema, path) ?? {}, valueAt(params, path));
  });
}

function saysSomething(schema: Schema, value: unknown): boolean {
  if (isEmpty(value) || value === 0 || value === false) return false;
  if (Array.isArray(value)) {
    const items = itemsOf(schema) ?? (isSchema(schema['x-items']) ? schema['x-items'] : {});
    const needed = requiredOf(isSchema(schema['x-items']) ? schema['x-items'] : items);
    // A disk of no size is none.
    return value.some((one) => !isEmpty(one) && !needed.some((name) => valueAt(one, [name]) === 0));
  }
  if (isSchema(value)) {
    return Object.entries(value).some(([name, member]) => saysSomething(schemaAt(schema, [name]) ?? {}, member));
  }
  return value !== defaultOf(schema);
}

/** Whether something is wrong with a step that a person has seen. */
export function isWrong(part: WizardPart, scope: FormScope): boolean {
  return part.fields.some((field) => hasProblemWithin(scope, field.split('/')));
}
