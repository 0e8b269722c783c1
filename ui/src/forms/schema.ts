import type { Text } from '../ipc/bindings';

/**
 * A JSON Schema of the catalogue with its `x-` annotations (their meaning: `catalogue/src/schema.rs`).
 * Three more are added here while a form is prepared, see {@link file://./prepare.ts}.
 */
export type Schema = { [keyword: string]: unknown };

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object schema, in the catalogue's order. */
export function properties(schema: Schema): [string, Schema][] {
  const members = schema.properties;
  if (!isSchema(members)) return [];
  return Object.entries(members).filter((entry): entry is [string, Schema] => isSchema(entry[1]));
}

/** The schema of a list's elements. */
export function itemsOf(schema: Schema): Schema | null {
  return isSchema(schema.items) ? schema.items : null;
}

/** The names of the members that must be given. */
export function requiredOf(schema: Schema): string[] {
  return texts(schema.required);
}

/** The schema at a path of member names and element numbers. */
export function schemaAt(schema: Schema, path: readonly string[]): Schema | null {
  let at: Schema = schema;
  for (const step of path) {
    const members: unknown = at.properties;
    const next: unknown = isSchema(members) && step in members ? members[step] : itemsOf(at);
    if (!isSchema(next)) return null;
    at = next;
  }
  return at;
}

/** A `{ zh, en }` annotation. */
export function textAt(schema: Schema, annotation: string): Text | null {
  const text = schema[annotation];
  return isSchema(text) && typeof text.zh === 'string' && typeof text.en === 'string'
    ? { zh: text.zh, en: text.en }
    : null;
}

/** A field's title in both languages; its name where it has none. */
export function titleOf(name: string, schema: Schema): Text {
  return { zh: textIn(schema, 'title') ?? name, en: textIn(schema, 'x-title-en') ?? name };
}

/** A field's help in both languages. */
export function helpOf(schema: Schema): Text | null {
  const zh = textIn(schema, 'description');
  const en = textIn(schema, 'x-help-en');
  return zh !== null && en !== null ? { zh, en } : null;
}

/** The kind of thing a field names: its own `x-ref`, or that of a list's elements. */
export function refOf(schema: Schema): string | null {
  const items = itemsOf(schema);
  return textIn(schema, 'x-ref') ?? (items ? textIn(items, 'x-ref') : null);
}

/** The words of a value of `enum` or `examples`. */
export function valueTitle(schema: Schema, value: unknown): Text | null {
  const titles = schema['x-enum-titles'];
  return isSchema(titles) ? textAt(titles, String(value)) : null;
}

/** The values a field is limited to, or that are suggested for it. */
export function valuesOf(schema: Schema): { values: (string | number)[]; closed: boolean } {
  const closed = Array.isArray(schema.enum);
  const values = closed ? schema.enum : schema.examples;
  return { values: Array.isArray(values) ? values.filter(isScalar) : [], closed };
}

/** Whether the cloud's document does not have it, but the vendor's present tools do. */
export function isNewer(schema: Schema): boolean {
  return typeof schema['x-since'] === 'string';
}

export function isSecret(schema: Schema): boolean {
  return schema.writeOnly === true;
}

/** The documented default, wherever it stands while a form is prepared. */
export function defaultOf(schema: Schema): unknown {
  return schema['x-default'] ?? schema.default;
}

export function textIn(schema: Schema, keyword: string): string | null {
  const value = schema[keyword];
  return typeof value === 'string' ? value : null;
}

export function numberIn(schema: Schema, keyword: string): number | null {
  const value = schema[keyword];
  return typeof value === 'number' ? value : null;
}

/** The strings of a list, empty for anything else. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
