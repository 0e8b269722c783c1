import { defaultOf, isSecret, numberIn, refOf, type Schema, valuesOf } from '../schema';

/** The kinds of scalar fields; each has one widget. */
export type ScalarKind =
  | 'reference'
  | 'secret'
  | 'secret-long'
  | 'encoded'
  | 'switch'
  | 'either'
  | 'choice'
  | 'suggestion'
  | 'number'
  | 'text-long'
  | 'text';

/** Texts that may be longer than this get several lines. */
const LONG = 512;

export function kindOf(schema: Schema): ScalarKind {
  if (schema.contentEncoding === 'base64') return 'encoded';
  const long = (numberIn(schema, 'maxLength') ?? 0) > LONG;
  if (isSecret(schema)) return long ? 'secret-long' : 'secret';
  if (refOf(schema) !== null) return 'reference';
  // Where the document gives no default, leaving it open is a third answer.
  if (schema.type === 'boolean') return defaultOf(schema) === undefined ? 'either' : 'switch';
  const { values, closed } = valuesOf(schema);
  if (closed) return 'choice';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (values.length > 0 && schema['x-enum-titles'] !== undefined) return 'suggestion';
  return long ? 'text-long' : 'text';
}
