import { type Params, withValue } from '../../forms/params';
import { isSchema, properties, refOf, requiredOf, type Schema } from '../../forms/schema';
import type { NounActView, OperationForm } from '../../ipc/bindings';
import { firstParams } from '../explorer/shownParams';

/** What an act is done with, and what that belongs to, by `x-ref` kind. */
export type Subject = { id: string; name: string; within: { [kind: string]: string[] } };

const schemaOf = (form: OperationForm): Schema => (isSchema(form.schema) ? form.schema : {});

/**
 * What the form of an act begins with: the documented defaults, what it is done with in its place, and what that belongs to where
 * the operation requires it as well (the instance that a disk is on).
 */
export function actParams(form: OperationForm, act: NounActView, subject: Subject | null): Params {
  let params = firstParams(form);
  if (!act.subject || !subject) return params;
  const schema = schemaOf(form);
  for (const [name, member] of properties(schema)) {
    const [only, ...others] = subject.within[refOf(member) ?? ''] ?? [];
    if (only === undefined || others.length > 0 || !requiredOf(schema).includes(name)) continue;
    params = withValue(params, [name], member.type === 'array' ? [only] : only);
  }
  return withValue(params, act.subject.path, act.subject.list ? [subject.id] : subject.id);
}

/** The form without the field for what the act is done with: that is given, and not asked for again. */
export function withoutSubject(form: OperationForm, path: readonly string[]): OperationForm {
  return { ...form, schema: idleAt(schemaOf(form), path) };
}

/** Whether a form asks for anything. */
export function asksNothing(form: OperationForm): boolean {
  const asks = (schema: Schema): boolean =>
    schema['x-idle'] !== true &&
    (schema.type === 'object' ? properties(schema).some(([, member]) => asks(member)) : true);
  return !properties(schemaOf(form)).some(([, member]) => asks(member));
}

/** Whether a form asks for things of a region: instances, subnets. */
export function asksForThings(form: OperationForm): boolean {
  const asks = (schema: Schema): boolean =>
    schema['x-idle'] !== true && (refOf(schema) !== null || properties(schema).some(([, member]) => asks(member)));
  return asks(schemaOf(form));
}

function idleAt(schema: Schema, path: readonly string[]): Schema {
  const [first, ...rest] = path;
  if (first === undefined) return { ...schema, 'x-idle': true };
  const members = properties(schema).map(([name, member]): [string, Schema] => [
    name,
    name === first ? idleAt(member, rest) : member,
  ]);
  return { ...schema, properties: Object.fromEntries(members) };
}
