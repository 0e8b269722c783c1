import { type Params, withValue } from '../../forms/params';
import { isSchema, properties, refOf, type Schema } from '../../forms/schema';
import type { OperationForm } from '../../ipc/bindings';
import { merged, orderLike } from './fromInstance';
import { draftParams, type Origin } from './origin';

/** The parameters the wizard begins with: the documented defaults, and over them what it starts from. */
export function initialParams(form: OperationForm, origin: Pick<Origin, 'draft' | 'instance' | 'image'>): Params {
  const defaults: Params = isSchema(form.defaults) ? form.defaults : {};
  const schema: Schema = isSchema(form.schema) ? form.schema : {};
  if (origin.draft) return merged(defaults, draftParams(origin.draft));
  if (origin.instance) return merged(defaults, orderLike(form, origin.instance).params);
  const image = origin.image === null ? null : pathOf(schema, 'image');
  return image && origin.image !== null ? withValue(defaults, image, origin.image) : defaults;
}

/** Where the parameter that names a kind of thing stands. */
export function pathOf(schema: Schema, kind: string): string[] | null {
  for (const [name, member] of properties(schema)) {
    if (refOf(member) === kind && member.type !== 'array') return [name];
    const inner = pathOf(member, kind);
    if (inner) return [name, ...inner];
  }
  return null;
}
