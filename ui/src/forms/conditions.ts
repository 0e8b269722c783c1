import { isEmpty } from './params';
import { isSchema, properties, requiredOf, type Schema } from './schema';
import { meets } from './validator';

/**
 * An object schema with its conditions (`allOf`, `if`/`then`/`else`, `dependentRequired`) answered for a value: what
 * they require is required and marked `x-required-now`, their bounds, units and defaults are the fields' own, what they
 * forbid is marked `x-absent`, and what only an unmet condition would require is marked `x-conditional`.
 */
export function answered(schema: Schema, value: unknown): Schema {
  const conditions = conditionsOf(schema);
  if (conditions.length === 0) return schema;
  let result: Schema = schema;
  const unmet = new Set<string>();
  for (const condition of conditions) {
    if (isSchema(condition.if)) {
      const holds = meets(condition.if, value ?? {});
      const [taken, left] = holds ? [condition.then, condition.else] : [condition.else, condition.then];
      if (isSchema(taken)) result = overlaid(result, taken);
      if (isSchema(left)) for (const name of requiredOf(left)) unmet.add(name);
    } else {
      result = overlaid(result, condition);
    }
    if (isSchema(condition.dependentRequired) && isSchema(value)) {
      for (const [name, names] of Object.entries(condition.dependentRequired)) {
        if (!isEmpty(value[name])) result = overlaid(result, { required: names });
      }
    }
  }
  const required = requiredOf(result);
  const always = requiredOf(schema);
  const folded = [...unmet].filter((name) => !required.includes(name));
  const now = required.filter((name) => !always.includes(name));
  return marked(marked(result, folded, 'x-conditional'), now, 'x-required-now');
}

function conditionsOf(schema: Schema): Schema[] {
  const all = Array.isArray(schema.allOf) ? schema.allOf.filter(isSchema) : [];
  return isSchema(schema.if) || isSchema(schema.dependentRequired) ? [schema, ...all] : all;
}

/** The schema with what another one adds: requirements, bounds, units and defaults. Titles and words stay the field's own. */
function overlaid(schema: Schema, more: Schema): Schema {
  const result: Schema = { ...schema };
  for (const keyword of [
    'minimum',
    'maximum',
    'multipleOf',
    'minItems',
    'maxItems',
    'minLength',
    'maxLength',
    'enum',
    'x-unit',
    'x-idle',
    'default',
  ]) {
    if (more !== schema && more[keyword] !== undefined) result[keyword] = more[keyword];
  }
  const required = new Set([...requiredOf(schema), ...requiredOf(more)]);
  if (required.size > 0) result.required = [...required];
  if (more !== schema && isSchema(more.properties) && isSchema(schema.properties)) {
    const members: Schema = { ...schema.properties };
    for (const [name, change] of Object.entries(more.properties)) {
      const member = members[name];
      if (!isSchema(member)) continue;
      if (isSchema(change) && !forbids(change)) members[name] = overlaid(member, change);
      else if (change !== true) members[name] = { ...member, 'x-absent': true };
    }
    result.properties = members;
  }
  return result;
}

function forbids(schema: Schema): boolean {
  return schema.not === true || (isSchema(schema.not) && Object.keys(schema.not).length === 0);
}

function marked(schema: Schema, names: string[], mark: string): Schema {
  if (names.length === 0) return schema;
  const members = properties(schema).map(([name, member]): [string, Schema] => [
    name,
    names.includes(name) ? { ...member, [mark]: true } : member,
  ]);
  return { ...schema, properties: Object.fromEntries(members) };
}
