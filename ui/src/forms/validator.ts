import { type Schema as CfSchema, Validator } from '@cfworker/json-schema';
import type { ValidatorType } from '@rjsf/utils';
import type { Schema } from './schema';

const compiled = new WeakMap<Schema, Validator>();

/**
 * Whether a value meets a schema. An interpreter, since the window's policy forbids `eval`. It only drives what a form
 * shows; what is wrong with parameters is judged by the shell alone.
 */
export function meets(schema: Schema, value: unknown): boolean {
  let validator = compiled.get(schema);
  if (!validator) {
    validator = new Validator(schema as CfSchema, '2020-12', true);
    compiled.set(schema, validator);
  }
  return validator.validate(value ?? null).valid;
}

/** What RJSF asks for. It never validates by itself, see {@link meets}. */
export const validator: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  isValid: (schema, value) => meets(schema as Schema, value),
  rawValidation: () => ({}),
};
