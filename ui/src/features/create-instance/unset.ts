import { isEmpty, type Params, valueAt, withValue } from '../../forms/params';
import { isSchema, isSecret, properties, refOf, requiredOf, type Schema, schemaAt, textAt } from '../../forms/schema';
import type { AgainRule, Text } from '../../ipc/bindings';

/** What everybody wants to know of an order, also where it says nothing. */
export const ASKED = ['instance_type', 'system_disk', 'network', 'security_group', 'login', 'public_address'] as const;

export type Unset = {
  what: (typeof ASKED)[number];
  /** Where it would be given. */
  field: string[];
  /** The documented defaults that hold instead, as parameters. */
  defaults: Params;
  /** What holds, where the catalogue says it. */
  words: Text | null;
  /** Whether it has to be given. */
  required: boolean;
};

/** What an order leaves to the cloud, by kind of thing and by the catalogue's rules; not what the operation has no place for. */
export function unsetIn(schema: Schema, rules: readonly AgainRule[], params: Params): Unset[] {
  return ASKED.flatMap((what) => {
    const fields = fieldsOf(schema, rules, what);
    const [first] = fields;
    const given = fields.some((field) => {
      const value = valueAt(params, field);
      return !isEmpty(value) && value !== 0 && value !== false;
    });
    if (!first || given) return [];
    const defaults = fields.reduce<Params>((all, field) => {
      const own = schemaAt(schema, field);
      const value = own?.['x-default'] ?? own?.default;
      return value === undefined || value === 0 || value === false ? all : withValue(all, field, value);
    }, {});
    const words = fields.map((field) => wordsOf(schema, field)).find((text) => text !== null) ?? null;
    return [{ what, field: first, defaults, words, required: fields.some((field) => isRequired(schema, field)) }];
  });
}

/** What holds where a field, or what it stands in, is left open. */
function wordsOf(schema: Schema, field: readonly string[]): Text | null {
  const said = field.map((_, index) => schemaAt(schema, field.slice(0, field.length - index)));
  return said.map((one) => one && textAt(one, 'x-unset')).find((text) => text !== null) ?? null;
}

/** Whether an order without the field, as it stands, is refused. */
function isRequired(schema: Schema, field: readonly string[]): boolean {
  return field.every((name, index) => {
    const group = schemaAt(schema, field.slice(0, index));
    return group !== null && requiredOf(group).includes(name);
  });
}

function fieldsOf(schema: Schema, rules: readonly AgainRule[], what: Unset['what']): string[][] {
  switch (what) {
    case 'system_disk':
    case 'public_address':
      return rules.filter(({ fact }) => fact === what).map(({ field }) => field.split('/'));
    case 'network':
      return found(schema, (member) => ['vpc', 'subnet'].includes(refOf(member) ?? ''));
    case 'instance_type':
    case 'security_group':
      return found(schema, (member) => refOf(member) === what);
    case 'login':
      return found(schema, (member) => isSecret(member) || refOf(member) === 'key_pair');
  }
}

function found(schema: Schema, is: (member: Schema) => boolean): string[][] {
  return properties(schema).flatMap(([name, member]) => {
    if (is(member)) return [[name]];
    return isSchema(member.properties) ? found(member, is).map((path) => [name, ...path]) : [];
  });
}
