import { answered } from './conditions';
import { isEmpty } from './params';
import { isNewer, isSchema, isSecret, itemsOf, properties, requiredOf, type Schema } from './schema';

/** Keywords that say when parameters fit. The shell judges that; a form has no use for them beyond {@link answered}. */
const JUDGED = ['allOf', 'if', 'then', 'else', 'not', 'contains', 'minContains', 'maxContains', 'dependentRequired'];

/**
 * An operation's schema made ready for a form: conditions answered for the present parameters, judged keywords left
 * out, and `default` renamed to `x-default` so that nothing fills in what a person has cleared.
 *
 * Annotations added here: `x-level` (how deep a group stands: 0 has a heading), `x-absent` (cannot be given now),
 * `x-conditional` (needed only under a condition that does not hold now), `x-items` (the elements of a list, as they are), `x-judged` (a secret's schema,
 * as it is).
 */
export function prepared(schema: Schema, value: unknown, level = 0, needed = true): Schema {
  const { default: fallback, ...rest } = answered(schema, value);
  const result: Schema = Object.fromEntries(Object.entries(rest).filter(([keyword]) => !JUDGED.includes(keyword)));
  if (fallback !== undefined) result['x-default'] = fallback;
  result['x-level'] = level;

  if (isSchema(rest.properties)) {
    const given = isSchema(value) ? value : {};
    const members = properties(rest).map(([name, member]): [string, Schema] => [
      name,
      prepared(member, given[name], isGroup(member) ? level + 1 : level, requiredOf(rest).includes(name)),
    ]);
    result.properties = Object.fromEntries(members);
    // What an optional group requires is required only once the group is in use.
    if (!needed && isEmpty(value)) delete result.required;
  }
  // The rules of a secret are shown beside it while it is typed.
  if (isSecret(schema)) result['x-judged'] = schema;
  const items = itemsOf(rest);
  if (items && isStructure(items)) {
    // Each element answers conditions of its own, and is prepared where it is shown.
    result['x-items'] = items;
    result.items = { type: items.type };
  }
  return result;
}

/**
 * The part of a prepared schema that a step shows. A path that leads into a structure opens it up: the structure
 * itself then has no heading.
 */
export function picked(schema: Schema, paths: readonly string[]): Schema {
  const members: [string, Schema][] = [];
  for (const [name, member] of properties(schema)) {
    const inner = paths.filter((path) => path.startsWith(`${name}/`)).map((path) => path.slice(name.length + 1));
    if (paths.includes(name)) members.push([name, member]);
    else if (inner.length > 0) members.push([name, { ...raised(picked(member, inner)), 'x-opened': true }]);
  }
  // In the order of the steps, which need not be that of the schema.
  const place = (name: string) => paths.findIndex((path) => path === name || path.startsWith(`${name}/`));
  members.sort(([a], [b]) => place(a) - place(b));
  const names = members.map(([name]) => name);
  const [only, ...others] = members.filter(([, member]) => !member['x-advanced'] && !isNewer(member));
  // A group that stands alone needs no heading: the step's own name says what it is.
  if (only && others.length === 0 && isGroup(only[1]) && !only[1]['x-opened']) {
    only[1] = { ...raised(only[1]), 'x-opened': true };
  }
  return {
    ...schema,
    properties: Object.fromEntries(members),
    required: requiredOf(schema).filter((name) => names.includes(name)),
  };
}

/** The members of an opened structure stand one level higher. */
function raised(schema: Schema): Schema {
  const level = Number(schema['x-level'] ?? 0);
  const result: Schema = { ...schema, 'x-level': Math.max(level - 1, 0) };
  if (isSchema(schema.properties)) {
    result.properties = Object.fromEntries(properties(schema).map(([name, member]) => [name, raised(member)]));
  }
  return result;
}

function isStructure(schema: Schema): boolean {
  return schema.type === 'object' || schema.type === 'array';
}

export function isGroup(schema: Schema): boolean {
  return schema.type === 'object';
}
