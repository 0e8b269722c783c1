import { isEmpty, type Params } from '../../forms/params';
import { isNewer, isSchema, isSecret, numberIn, properties, refOf, type Schema, textIn } from '../../forms/schema';
import { namedIn } from '../../forms/useChosen';
import type { Instance, OperationForm } from '../../ipc/bindings';
import { type LeftOut, takenOver } from './again';

/** What an instance says of the things a parameter can name, by kind. */
function thingsOf(instance: Instance): { [kind: string]: string[] } {
  const one = (id: string | null) => (id ? [id] : []);
  return {
    zone: one(instance.zone),
    image: one(instance.imageId),
    instance_type: one(instance.instanceType),
    vpc: one(instance.vpcId),
    subnet: one(instance.subnetId),
    security_group: instance.securityGroupIds,
    key_pair: instance.keyPairIds,
  };
}

/** Kinds that need no parameter of their own where one of another kind says them too. */
const IMPLIED: { [kind: string]: string } = { zone: 'subnet', vpc: 'subnet' };

/**
 * The order of another instance like this one, as far as its record tells: what it was made from and where it stands by the
 * kinds of things that parameters name, the rest by the catalogue's rules. And what is left out, with why.
 */
export function orderLike(form: Pick<OperationForm, 'schema' | 'again'>, instance: Instance) {
  const schema: Schema = isSchema(form.schema) ? form.schema : {};
  const ruled = new Set(form.again.map(({ field }) => field));
  const filled = fill(schema, thingsOf(instance), ruled, []);
  const byKind: Params = isSchema(filled) ? filled : {};
  const { params: byRule, left } = takenOver(schema, form.again, instance);
  const params = merged(byKind, byRule);
  return { params, left: [...thingsLeft(schema, params, instance), ...left, ...loginLeft(schema, params)] };
}

/** The things of an instance that no parameter names, or not all of them. */
function thingsLeft(schema: Schema, params: Params, instance: Instance): LeftOut[] {
  const named = namedIn(schema, params);
  return Object.entries(thingsOf(instance)).flatMap(([kind, ids]): LeftOut[] => {
    const lost = ids.filter((id) => !named[kind]?.includes(id));
    if (lost.length === 0 || named[IMPLIED[kind] ?? ''] !== undefined) return [];
    const field = pathOfKind(schema, kind);
    const why = field === null ? 'nowhere' : 'more';
    return [{ what: kind as LeftOut['what'], why, field, value: lost.join(' ') }];
  });
}

/** A password is read by nobody; where a key pair was taken over, none is needed. */
function loginLeft(schema: Schema, params: Params): LeftOut[] {
  const field = secretPath(schema);
  if (field === null || namedIn(schema, params).key_pair !== undefined) return [];
  return [{ what: 'login', why: 'secret', field, value: null }];
}

function secretPath(schema: Schema): string[] | null {
  for (const [name, member] of properties(schema)) {
    if (isSecret(member)) return [name];
    const inner = secretPath(member);
    if (inner) return [name, ...inner];
  }
  return null;
}

function pathOfKind(schema: Schema, kind: string): string[] | null {
  for (const [name, member] of properties(schema)) {
    if (refOf(member) === kind) return [name];
    const inner = pathOfKind(member, kind);
    if (inner) return [name, ...inner];
  }
  return null;
}

function fill(
  schema: Schema,
  things: { [kind: string]: string[] },
  ruled: ReadonlySet<string>,
  path: readonly string[],
): unknown {
  if (ruled.has(path.join('/'))) return undefined;
  const kind = refOf(schema);
  if (kind !== null) {
    const ids = things[kind] ?? [];
    if (schema.type === 'array') return ids.slice(0, numberIn(schema, 'maxItems') ?? ids.length);
    return ids[0];
  }
  // What lies in a group that is rarely needed is not told by the kind alone.
  if (textIn(schema, 'type') !== 'object') return undefined;
  const members = properties(schema)
    .filter(([, member]) => member['x-advanced'] !== true && !isNewer(member))
    .map(([name, member]): [string, unknown] => [name, fill(member, things, ruled, [...path, name])])
    .filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(members);
}

/** Parameters over defaults, member by member. */
export function merged(base: Params, over: Params): Params {
  const result: Params = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = result[name];
    result[name] = isSchema(below) && isSchema(value) ? merged(below, value) : value;
  }
  return result;
}
