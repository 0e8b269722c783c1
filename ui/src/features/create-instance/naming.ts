import { type Params, valueAt } from '../../forms/params';
import { isSchema, properties, type Schema } from '../../forms/schema';
import { kindOf } from '../../forms/widgets/kind';
import type { OperationForm } from '../../ipc/bindings';

/** The fields that say what the instances are called and how many there are, name first. */
export function namingFields(schema: Schema, { again }: Pick<OperationForm, 'again'>): string[] {
  const names = again.filter(({ fact }) => fact === 'name').map(({ field }) => field);
  return [...names, ...counted(schema, 'most'), ...counted(schema, 'least')];
}

/** The fields that say how many are ordered, see `x-count`. */
function counted(schema: Schema, which: 'most' | 'least', above: readonly string[] = []): string[] {
  return properties(schema).flatMap(([name, member]) =>
    member['x-count'] === which ? [[...above, name].join('/')] : counted(member, which, [...above, name]),
  );
}

/** The password of an order, if it has one. For copying only: nothing keeps or shows it. */
export function secretIn(schema: Schema, params: Params): string | null {
  for (const [name, member] of properties(schema)) {
    const value = valueAt(params, [name]);
    if (isSchema(value)) {
      const inner = secretIn(member, value);
      if (inner !== null) return inner;
    } else if (typeof value === 'string' && value !== '' && kindOf(member) === 'secret') return value;
  }
  return null;
}
