import type { Params } from '../../forms/params';
import { isSchema, properties } from '../../forms/schema';
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
