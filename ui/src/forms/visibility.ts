import { type FormScope, hasProblemWithin } from './FormScope';
import { isEmpty, valueAt } from './params';
import { defaultOf, isNewer, isSchema, properties, refOf, type Schema } from './schema';

/**
 * How a field stands in its form: shown; folded under "more parameters", because it is rarely needed or only under a
 * condition that does not hold; folded under "newer parameters", because the cloud's document does not have it; or absent,
 * because it cannot be given, or has no effect, now. What else has a value is always shown.
 */
export type Standing = 'shown' | 'folded' | 'newer' | 'absent';

/** How many fields are folded away, of either kind. */
export type Folded = { rare: number; newer: number };

export function standing(schema: Schema, value: unknown, wrong: boolean): Standing {
  if (wrong) return 'shown';
  // Without effect as things stand, whatever stands there.
  if (schema['x-idle'] === true) return 'absent';
  if (isChanged(schema, value)) return 'shown';
  if (schema['x-absent']) return 'absent';
  if (isNewer(schema)) return 'newer';
  if (schema['x-advanced']) return 'folded';
  return schema['x-conditional'] && !isDecision(schema) && isEmpty(value) && defaultOf(schema) === undefined
    ? 'folded'
    : 'shown';
}

/** What a step is about is never folded away, though it may be required only under a condition. */
function isDecision(schema: Schema): boolean {
  return ['image', 'instance_type'].includes(refOf(schema) ?? '');
}

function isChanged(schema: Schema, value: unknown): boolean {
  if (isEmpty(value)) return false;
  const members = properties(schema);
  if (members.length > 0) return members.some(([name, member]) => isChanged(member, valueAt(value, [name])));
  const fallback = defaultOf(schema);
  return fallback === undefined ? value !== false : JSON.stringify(value) !== JSON.stringify(fallback);
}

/** Whether a field that stands so is on the screen. */
export function isShown(stands: Standing, { everything, newer }: Pick<FormScope, 'everything' | 'newer'>): boolean {
  return stands === 'shown' || (stands === 'folded' && everything) || (stands === 'newer' && newer);
}

/** How many fields of a prepared schema are folded away. A folded group counts as one. */
export function countFolded(schema: Schema, value: unknown, scope: FormScope, path: readonly string[] = []): Folded {
  const count: Folded = { rare: 0, newer: 0 };
  for (const [name, member] of properties(schema)) {
    const at = [...path, name];
    const inner = valueAt(value, [name]);
    const stands = standing(member, inner, hasProblemWithin(scope, at));
    if (stands === 'folded') count.rare += 1;
    else if (stands === 'newer') count.newer += 1;
    // What stands in a list's elements is folded and unfolded with the rest.
    else if (stands === 'shown') {
      const elements = isSchema(member['x-items']) && Array.isArray(inner) ? inner : [];
      const within = isSchema(member['x-items'])
        ? elements.map((element, index) =>
            countFolded(member['x-items'] as Schema, element, scope, [...at, `${index}`]),
          )
        : [countFolded(member, inner, scope, at)];
      for (const { rare, newer } of within) {
        count.rare += rare;
        count.newer += newer;
      }
    }
  }
  return count;
}
