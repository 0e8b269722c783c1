import { type Params, withValue } from '../../forms/params';
import {
  isSchema,
  numberIn,
  properties,
  refOf,
  requiredOf,
  type Schema,
  schemaAt,
  textIn,
  valuesOf,
} from '../../forms/schema';
import type { OperationForm, Text } from '../../ipc/bindings';

/** Whether an operation is the renewal of an instance: what is paid for once more, by its title. */
export function renews({ noun, effect, title }: { noun: string; effect: string; title: Text }): boolean {
  return noun === 'instance' && effect === 'purchase' && title.zh.startsWith('续费');
}

/** How instances of a cloud are renewed without a form: by so many months, and by nothing else that would have to be asked. */
export type Renewal = {
  operation: string;
  /** The months that one can pay for, the fewest first. */
  months: number[];
  /** Parameters that renew one instance, with nothing that is not required: what holds otherwise stays as it is. */
  params: (instance: string, months: number) => Params;
};

/** Where the cloud has no list of its own: as many months as one pays for at a time. */
const MOST = 12;

/**
 * The renewal by months that a form describes; `null` where it has no duration in months or years, or asks for more than that
 * and the instance.
 */
export function renewalOf(form: Pick<OperationForm, 'operation' | 'schema'>): Renewal | null {
  const schema: Schema = isSchema(form.schema) ? form.schema : {};
  const period = periodIn(schema);
  if (!period) return null;
  const { path, unit } = period;
  const own = schemaAt(schema, path) ?? {};
  const listed = valuesOf(own).values.filter((value) => typeof value === 'number');
  const least = Math.max(numberIn(own, 'minimum') ?? 1, 1);
  const offered = listed.length > 0 ? listed : Array.from({ length: MOST }, (_, index) => least + index);
  const params = (instance: string, months: number) => withValue(forInstance(schema, instance), path, months / unit);
  const asked = requiredOf(schema).filter((name) => !(name in params('x', unit)));
  if (asked.length > 0) return null;
  return { operation: form.operation, months: offered.map((value) => value * unit), params };
}

/** The parameter that says for how long is paid, and how many months one of its units has. */
function periodIn(schema: Schema): { path: string[]; unit: 1 | 12 } | null {
  for (const [name, member] of properties(schema)) {
    const unit = textIn(member, 'x-unit');
    if (unit === 'month' || unit === 'year') return { path: [name], unit: unit === 'month' ? 1 : 12 };
    const inner = periodIn(member);
    if (inner) return { ...inner, path: [name, ...inner.path] };
  }
  return null;
}

/** Parameters with the instance where the operation takes one or several. */
function forInstance(schema: Schema, instance: string): Params {
  const taken = placeOfInstance(schema);
  return taken ? withValue({}, taken.path, taken.isList ? [instance] : instance) : {};
}

function placeOfInstance(schema: Schema): { path: string[]; isList: boolean } | null {
  for (const [name, member] of properties(schema)) {
    if (refOf(member) === 'instance') return { path: [name], isList: member.type === 'array' };
    const inner = placeOfInstance(member);
    if (inner) return { ...inner, path: [name, ...inner.path] };
  }
  return null;
}
