import type { AgainRule, InstanceType, TypeDisks } from '../ipc/bindings';
import { type Params, valueAt } from './params';
import { isSchema, type Schema, valuesOf } from './schema';

/**
 * The prepared schema with only those kinds of disks that the chosen instance type takes, where the cloud says which. What is
 * chosen already stays in the list: it is seen, and the cloud says what is wrong with it.
 */
export function withDisksOf(
  schema: Schema,
  rules: readonly AgainRule[],
  params: Params,
  type: Pick<InstanceType, 'disks'> | undefined,
): Schema {
  const disks: TypeDisks | null = type?.disks ?? null;
  if (disks === null) return schema;
  return rules.reduce((narrowed, { fact, field, items }) => {
    const path = field.split('/');
    const value = valueAt(params, path);
    if (fact === 'system_disk') return at(narrowed, path, (own) => limited(own, disks.system, [value]));
    if (fact !== 'data_disks' || !items) return narrowed;
    const elements = Array.isArray(value) ? value : [];
    return at(narrowed, path, (list) => {
      if (!isSchema(list['x-items'])) return list;
      const within = Object.keys(items).reduce((element, name) => {
        const inner = name.split('/');
        const chosen = elements.map((one) => (isSchema(one) ? valueAt(one, inner) : undefined));
        return at(element, inner, (own) => limited(own, disks.data, chosen));
      }, list['x-items']);
      return { ...list, 'x-items': within };
    });
  }, schema);
}

/** A closed choice of kinds of disks, limited to the offered ones and to what is chosen. Any other field is as it was. */
function limited(own: Schema, offered: readonly string[], chosen: readonly unknown[]): Schema {
  const { values, closed } = valuesOf(own);
  const left = values.filter((kind) => offered.includes(String(kind)));
  if (!closed || left.length === 0) return own;
  const start = own['x-start'];
  return {
    ...own,
    enum: values.filter((kind) => left.includes(kind) || chosen.includes(kind)),
    ...(start !== undefined && !left.some((kind) => kind === start) ? { 'x-start': left[0] } : {}),
  };
}

/** The schema with what stands at a path of member names changed. */
function at(schema: Schema, [name, ...rest]: readonly string[], change: (own: Schema) => Schema): Schema {
  if (name === undefined) return change(schema);
  const members = schema.properties;
  const own = isSchema(members) ? members[name] : undefined;
  if (!isSchema(members) || !isSchema(own)) return schema;
  return { ...schema, properties: { ...members, [name]: at(own, rest, change) } };
}
