import { numberIn, type Schema } from '../schema';
import { meets } from '../validator';

/** Letters and digits that nobody takes for one another, and symbols that every cloud takes. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz';
const CAPITALS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const SYMBOLS = '-_+=.!@#';
const ALL = LETTERS + CAPITALS + DIGITS + SYMBOLS;

/** As long as is still typed by hand, where the rules allow it. */
const LENGTH = 16;

/** A password by the rules of a field, from the system's own randomness; `null` where none was found. */
export function madePassword(schema: Schema): string | null {
  const least = numberIn(schema, 'minLength') ?? 0;
  const most = numberIn(schema, 'maxLength') ?? LENGTH;
  const length = Math.min(Math.max(LENGTH, least), most);
  for (let turn = 0; turn < 200; turn++) {
    const password = Array.from({ length }, () => ALL[below(ALL.length)]).join('');
    if (isMixed(password) && !hasSequence(password) && meets(schema, password)) return password;
  }
  return null;
}

/** A number below another one, each as likely. */
function below(limit: number): number {
  const bytes = new Uint32Array(1);
  const fair = Math.floor(2 ** 32 / limit) * limit;
  do crypto.getRandomValues(bytes);
  while ((bytes[0] ?? 0) >= fair);
  return (bytes[0] ?? 0) % limit;
}

/** Of every class, and not with a symbol in front: some clouds refuse that. */
function isMixed(password: string): boolean {
  const has = (letters: string) => [...password].some((letter) => letters.includes(letter));
  return [LETTERS, CAPITALS, DIGITS, SYMBOLS].every(has) && !SYMBOLS.includes(password[0] ?? '');
}

/** Three letters or digits that follow upon, or repeat, each other. */
function hasSequence(password: string): boolean {
  const codes = [...password.toLowerCase()].map((letter) => letter.charCodeAt(0));
  return codes.some((code, at) => {
    const [next, last] = [codes[at + 1], codes[at + 2]];
    if (next === undefined || last === undefined) return false;
    return next - code === last - next && Math.abs(next - code) <= 1;
  });
}
