import { isSchema, isSecret, itemsOf, properties, refOf, type Schema } from './schema';

/** The parameters of an operation, as far as they are filled in. */
export type Params = { [name: string]: unknown };

/** Whether sending would leave it out: nulls, empty texts, lists and objects, as in `schema::pruned`. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return isSchema(value) && Object.values(value).every(isEmpty);
}

/** The parameters as they would be sent. */
export function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((element) => !isEmpty(element)).map(pruned);
  if (!isSchema(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => !isEmpty(member))
      .map(([name, member]) => [name, pruned(member)]),
  );
}

export function prunedParams(params: Params): Params {
  return pruned(params) as Params;
}

/** The value at a path of member names and element numbers. */
export function valueAt(params: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (Array.isArray(at) ? at[Number(step)] : isSchema(at) ? at[step] : undefined),
    params,
  );
}

/** The same parameters with another value at a path of member names. */
export function withValue(params: Params, path: readonly string[], value: unknown): Params {
  const [first, ...rest] = path;
  if (first === undefined) return params;
  const inner = params[first];
  return { ...params, [first]: rest.length === 0 ? value : withValue(isSchema(inner) ? inner : {}, rest, value) };
}

/** The parameters without secrets: for a price, a draft, anything that is kept. */
export function withoutSecrets(schema: Schema, params: Params): Params {
  return without(schema, params, isSecret) as Params;
}

/** The parameters without what names things of a region, for when the region changes. */
export function withoutReferences(schema: Schema, params: Params): Params {
  return without(schema, params, (member) => refOf(member) !== null) as Params;
}

function without(schema: Schema, value: unknown, drop: (member: Schema) => boolean): unknown {
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items ? value.map((element) => without(items, element, drop)) : value;
  }
  if (!isSchema(value)) return value;
  const members = new Map(properties(schema));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const inner = members.get(name);
      if (!inner) return [[name, member]];
      return drop(inner) ? [] : [[name, without(inner, member, drop)]];
    }),
  );
}
