import { isEmpty, type Params } from '../../forms/params';
import { isSchema, numberIn, properties, refOf, type Schema, textIn } from '../../forms/schema';
import type { Instance } from '../../ipc/bindings';

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

/**
 * The parameters that make another instance like this one, as far as an instance tells: what it was made from and
 * where it stands. The rest keeps its defaults. Works by the kind of thing a parameter names, so for every cloud alike.
 */
export function paramsLike(schema: Schema, instance: Instance): Params {
  const filled = fill(schema, thingsOf(instance));
  return isSchema(filled) ? filled : {};
}

function fill(schema: Schema, things: { [kind: string]: string[] }): unknown {
  const kind = refOf(schema);
  if (kind !== null) {
    const ids = things[kind] ?? [];
    if (schema.type === 'array') return ids.slice(0, numberIn(schema, 'maxItems') ?? ids.length);
    return ids[0];
  }
  // A list of structures is not told by an instance; nor is what lies in a group that is rarely needed.
  if (textIn(schema, 'type') !== 'object') return undefined;
  const members = properties(schema)
    .filter(([, member]) => member['x-advanced'] !== true)
    .map(([name, member]): [string, unknown] => [name, fill(member, things)])
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
