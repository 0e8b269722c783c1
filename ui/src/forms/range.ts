import type { TFunction } from 'i18next';
import { numberIn, type Schema } from './schema';
import { unitOf } from './widgets/unit';

/** What a number may be: `20–500 GiB、步长 10 GiB`. Empty when nothing limits it. */
export function rangeWords(schema: Schema, t: TFunction): string {
  if (schema.type !== 'integer' && schema.type !== 'number') return '';
  const { scale, word: unit } = unitOf(schema, t);
  const shown = (keyword: string) => {
    const number = numberIn(schema, keyword);
    return number === null ? null : number / scale;
  };
  const least = shown('minimum');
  const most = shown('maximum');
  const step = shown('multipleOf');
  const parts: string[] = [];
  if (least !== null && most !== null) parts.push(t('forms.range.between', { least, most, unit }));
  else if (most !== null) parts.push(t('forms.range.most', { most, unit }));
  else if (least !== null && least > 1) parts.push(t('forms.range.least', { least, unit }));
  if (step !== null && step > 1) parts.push(t('forms.range.step', { step, unit }));
  return parts.map((part) => part.trim()).join(t('common.comma'));
}
