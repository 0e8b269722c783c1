import { isLosslessNumber, isSafeNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import type { JsonText } from '../../ipc/bindings';

/** A number of a reply. One that this language's own numbers would round is kept digit by digit. */
export type ExactNumber = number | LosslessNumber;

/** A value of JSON text with every digit of its numbers. */
export function parseExact(text: JsonText): unknown {
  return parse(text, null, (digits) => (isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits)));
}

/** A value as JSON, with every digit of its numbers. */
export function exactText(value: unknown, indent?: number): string {
  return stringify(value, null, indent) ?? '';
}

export function isExactNumber(value: unknown): value is ExactNumber {
  return typeof value === 'number' || isLosslessNumber(value);
}
