import { isNewer, isSchema, properties, refOf, requiredOf, type Schema } from '../../forms/schema';
import { kindOf } from '../../forms/widgets/kind';

/** Things that a price depends on; which of several networks or security groups is chosen does not change it. */
const PRICED_THINGS = ['zone', 'image', 'instance_type', 'vm_type', 'disk_type'];

/**
 * A prepared form for pricing: names, descriptions and other free texts, and things no price depends on, are folded
 * away. They can still be given, and what the cloud's price call needs after all is named beside the price.
 */
export function pricedFields(schema: Schema): Schema {
  const required = requiredOf(schema);
  const members = properties(schema).map(([name, member]): [string, Schema] => {
    if (isSchema(member.properties)) return [name, pricedFields(member)];
    return [
      name,
      isNewer(member) || matters(member, required.includes(name)) ? member : { ...member, 'x-advanced': true },
    ];
  });
  return { ...schema, properties: Object.fromEntries(members) };
}

function matters(schema: Schema, required: boolean): boolean {
  const ref = refOf(schema);
  if (ref !== null) return PRICED_THINGS.includes(ref) || (required && schema.type !== 'array');
  if (schema.type === 'array') return schema['x-items'] !== undefined;
  const kind = kindOf(schema);
  return kind !== 'text' && kind !== 'text-long';
}
