import { isSchema } from '../../forms/schema';
import { isExactNumber } from './exactJson';

/** A line of a JSON tree. `key`: the member's name or the element's number, `null` at the root. */
export type JsonLine = {
  /** JSON pointer; also what is remembered as folded or unfolded. */
  path: string;
  key: string | number | null;
  depth: number;
  value: unknown;
  /** How many members or elements it has; `null` for what has none by nature. */
  size: number | null;
  open: boolean;
};

/** From the root down to this depth, members are unfolded at first... */
const FIRST_DEPTH = 3;
/** ...as long as there are no more of them side by side than this. */
const FIRST_SIZE = 20;

/** Whether a structure is unfolded as long as nobody has said so. */
export function isOpenAtFirst(depth: number, size: number): boolean {
  return depth === 0 || (depth < FIRST_DEPTH && size <= FIRST_SIZE);
}

/** The lines of a value, as far as they are unfolded. */
export function jsonLines(value: unknown, isOpen: (path: string, depth: number, size: number) => boolean): JsonLine[] {
  const lines: JsonLine[] = [];
  const visit = (at: unknown, key: string | number | null, path: string, depth: number) => {
    const members = membersOf(at);
    const open = members !== null && members.length > 0 && isOpen(path, depth, members.length);
    lines.push({ path, key, depth, value: at, size: members === null ? null : members.length, open });
    if (!open || members === null) return;
    for (const [name, member] of members) visit(member, name, `${path}/${escaped(name)}`, depth + 1);
  };
  visit(value, null, '', 0);
  return lines;
}

function membersOf(value: unknown): [string | number, unknown][] | null {
  if (Array.isArray(value)) return value.map((element, index): [number, unknown] => [index, element]);
  return isSchema(value) && !isExactNumber(value) ? Object.entries(value) : null;
}

function escaped(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}
