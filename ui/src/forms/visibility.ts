import { type FormScope, hasProblemWithin } from './FormScope';
import { isEmpty, valueAt } from './params';
import { defaultOf, properties, type Schema } from './schema';

/**
 * How a field stands in its form: shown; folded under "more parameters", because it is rarely needed or only under a
 * condition that does not hold; or absent, because it cannot be given now. What has a value is always shown.
 */
export type Standing = 'shown' | 'folded' | 'absent';

export function standing(schema: Schema, value: unknown, wrong: boolean): Standing {
  if (wrong || isChanged(schema, value)) return 'shown';
  if (schema['x-absent']) return 'absent';
  if (schema['x-advanced']) return 'folded';
  return schema['x-conditional'] && isEmpty(value) && defaultOf(schema) === undefined ? 'folded' : 'shown';
}

function isChanged(schema: Schema, value: unknown): boolean {
  if (isEmpty(value)) return false;
  const members = properties(schema);
  if (members.length > 0) return members.some(([name, member]) => isChanged(member, valueAt(value, [name])));
  const fallback = defaultOf(schema);
  return fallback === undefined ? value !== false : JSON.stringify(value) !== JSON.stringify(fallback);
}

/** How many fields of a prepared schema are folded away. A folded group counts as one. */
export function countFolded(schema: Schema, value: unknown, scope: FormScope, path: readonly string[] = []): number {
  return properties(schema).reduce((count, [name, member]) => {
    const at = [...path, name];
    const inner = valueAt(value, [name]);
    switch (standing(member, inner, hasProblemWithin(scope, at))) {
      case 'folded':
        return count + 1;
      case 'absent':
        return count;
      case 'shown':
        return count + countFolded(member, inner, scope, at);
      default:
        return count;
    }
  }, 0);
}
