import { type Params, withValue } from '../../forms/params';
import { isSchema, properties, refOf, type Schema } from '../../forms/schema';
import type { OperationForm } from '../../ipc/bindings';

/** Parameters as a form takes them: without what the application fills in itself (region, idempotency token). */
export function shownParams(form: OperationForm, given: unknown): Params {
  if (!isSchema(given)) return {};
  const names = new Set(properties(isSchema(form.schema) ? form.schema : {}).map(([name]) => name));
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.has(name)));
}

/** What the form begins with: the documented defaults. */
export function firstParams(form: OperationForm): Params {
  return shownParams(form, form.defaults);
}

/** The parameters with an instance where the operation takes one or several. */
export function forInstance(form: Pick<OperationForm, 'schema'>, params: Params, instance: string): Params {
  const taken = placeOfInstance(isSchema(form.schema) ? form.schema : {});
  return taken ? withValue(params, taken.path, taken.isList ? [instance] : instance) : params;
}

function placeOfInstance(schema: Schema): { path: string[]; isList: boolean } | null {
  for (const [name, member] of properties(schema)) {
    if (refOf(member) === 'instance') return { path: [name], isList: member.type === 'array' };
    const inner = placeOfInstance(member);
    if (inner) return { ...inner, path: [name, ...inner.path] };
  }
  return null;
}
