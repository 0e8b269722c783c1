import type { OperationForm } from '../ipc/bindings';
import { type Params, prunedParams, valueAt, withValue } from './params';
import { prepared } from './prepare';
import { isSchema, numberIn, requiredOf, type Schema, schemaAt, valuesOf } from './schema';

/**
 * The parameters with the shortest period filled in where a change has just made one necessary, so that a price stands there
 * at once. What a person has cleared since is not filled in again.
 */
export function withPeriod(form: Pick<OperationForm, 'schema' | 'again'>, before: Params, next: Params): Params {
  const schema: Schema = isSchema(form.schema) ? form.schema : {};
  const periods = form.again.filter(({ fact, from }) => fact === 'period' && from == null);
  return periods.reduce((params, { field }) => {
    const path = field.split('/');
    const own = schemaAt(schema, path);
    const isNew = isNeeded(schema, params, path) && !isNeeded(schema, before, path);
    if (!own || !isNew || valueAt(params, path) !== undefined) return params;
    const least = valuesOf(own).values.find((value) => typeof value === 'number') ?? numberIn(own, 'minimum') ?? 1;
    return withValue(params, path, least);
  }, next);
}

function isNeeded(schema: Schema, params: Params, path: readonly string[]): boolean {
  const group = schemaAt(prepared(schema, prunedParams(params)), path.slice(0, -1));
  return group !== null && requiredOf(group).includes(path.at(-1) ?? '');
}
