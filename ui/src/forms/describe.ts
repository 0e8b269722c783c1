import type { TFunction } from 'i18next';
import type { Text } from '../ipc/bindings';
import { isEmpty } from './params';
import { isNewer, isSchema, isSecret, itemsOf, properties, refOf, type Schema, titleOf, valueTitle } from './schema';
import { standing } from './visibility';
import { unitOf } from './widgets/unit';

/** A parameter in words: `系统盘 · 大小`: `50 GiB`. */
export type Described = { path: string; label: string; value: string; id: string | null; isSwitch: boolean };

type Words = {
  words: (text: Text) => string;
  t: TFunction;
  labelOf: (kind: string, id: string) => string | null;
};

/** What parameters say, in the words of their fields. Secrets are only said to be given. */
export function described(schema: Schema, params: unknown, words: Words): Described[] {
  return describe(schema, params, words, [], []);
}

function describe(schema: Schema, value: unknown, words: Words, path: string[], above: string[]): Described[] {
  if (schema['x-idle'] === true) return [];
  // A zero that stands there by itself asks for nothing.
  if (value === 0 && (schema.default === 0 || schema['x-default'] === 0)) return [];
  if (isEmpty(value) || (isFoldable(schema) && standing(schema, value, false) !== 'shown')) return [];
  const members = properties(schema);
  if (members.length > 0 && isSchema(value)) {
    return members.flatMap(([name, member]) => {
      const opened = schema['x-opened'] === true || path.length === 0;
      const title = words.words(titleOf(path.at(-1) ?? '', schema));
      const heads = opened || Number(schema['x-level'] ?? 0) > 1 ? above : [...above, title];
      return describe(member, value[name], words, [...path, name], heads);
    });
  }
  if (isSchema(value)) return [];
  const label = [...above, words.words(titleOf(path.at(-1) ?? '', schema))].join(' · ');
  const items = isSchema(schema['x-items']) ? schema['x-items'] : null;
  if (Array.isArray(value) && items) {
    return value.map((element, index) => ({
      path: [...path, String(index)].join('/'),
      label: value.length > 1 ? `${label} ${index + 1}` : label,
      value: describe(items, element, words, [], [])
        .map((part) => (part.isSwitch ? `${part.label}${words.t('forms.colon')}${part.value}` : part.value))
        .join(words.t('common.comma')),
      id: null,
      isSwitch: false,
    }));
  }
  const texts = (Array.isArray(value) ? value : [value]).map((one) => worded(schema, one, words));
  const kind = refOf(schema);
  const id = kind !== null && typeof value === 'string' && words.labelOf(kind, value) !== null ? value : null;
  return [
    {
      path: path.join('/'),
      label,
      value: texts.join(words.t('common.comma')),
      id,
      isSwitch: typeof value === 'boolean',
    },
  ];
}

function isFoldable(schema: Schema): boolean {
  return schema['x-advanced'] === true || isNewer(schema);
}

function worded(schema: Schema, value: unknown, { words, t, labelOf }: Words): string {
  if (isSecret(schema) || isSecret(itemsOf(schema) ?? {})) return '••••••';
  const kind = refOf(schema);
  if (kind !== null) return labelOf(kind, String(value)) ?? String(value);
  const title = valueTitle(schema, value);
  if (title) return words(title);
  if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no');
  const { scale, word } = unitOf(schema, t);
  return `${typeof value === 'number' ? value / scale : String(value)} ${word}`.trim();
}
