import type { TFunction } from 'i18next';
import type { Params } from '../../forms/params';
import { isSchema, itemsOf, properties, refOf, type Schema, titleOf, valuesOf, valueTitle } from '../../forms/schema';
import { namedIn } from '../../forms/useChosen';
import { unitOf } from '../../forms/widgets/unit';
import { i18next } from '../../i18n/i18n';
import type { Text } from '../../ipc/bindings';

type Words = { labelOf: (kind: string, id: string) => string | null; region: string };

/** A kept quote's lines: what it is a price of. */
export function quoteWords(schema: Schema, params: Params, { labelOf, region }: Words) {
  const named = namedIn(schema, params);
  const type = named.instance_type?.[0];
  const image = named.image?.[0];
  const zone = named.zone?.[0];
  return {
    title: type ?? numbersIn(schema, params).join(' · '),
    detail: [zone ? (labelOf('zone', zone) ?? zone) : region, image ? (labelOf('image', image) ?? image) : null]
      .filter((part) => part !== null)
      .join(' · '),
    facts: factsIn(schema, params),
  };
}

/** CPU, memory and the like, where a cloud sells them by number: the required numbers with usual values. */
function numbersIn(schema: Schema, params: Params): string[] {
  return properties(schema).flatMap(([name, member]) => {
    const value = params[name];
    const usual = valuesOf(member).values.length > 0 && member.type === 'integer' && refOf(member) === null;
    if (!usual || typeof value !== 'number') return [];
    return [valueTitle(member, value)?.en ?? inUnit(member, value, i18next.getFixedT('en'))];
  });
}

/** The closed choices and numbers of a configuration, to tell two of the same type apart. */
function factsIn(schema: Schema, value: unknown): { label: Text; value: Text }[] {
  if (!isSchema(value) || itemsOf(schema)) return [];
  return properties(schema).flatMap(([name, member]) => {
    const own = value[name];
    if (isSchema(own)) return factsIn(member, own);
    if (member['x-advanced'] === true) return [];
    const { closed } = valuesOf(member);
    if (own === undefined || (!closed && typeof own !== 'number')) return [];
    const label = titleOf(name, member);
    // Kept quotes outlive a change of the language.
    const plain = (language: string) => inUnit(member, own, i18next.getFixedT(language));
    const said = valueTitle(member, own) ?? {
      zh: `${label.zh} ${plain('zh-CN')}`,
      en: `${label.en} ${plain('en')}`,
    };
    return [{ label, value: said }];
  });
}

/** A value with its unit, as it is shown. */
function inUnit(schema: Schema, value: unknown, t: TFunction): string {
  const { scale, word } = unitOf(schema, t);
  return `${typeof value === 'number' ? value / scale : String(value)} ${word}`.trim();
}
