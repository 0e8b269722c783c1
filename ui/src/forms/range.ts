import type { TFunction } from 'i18next';
import { numberIn, type Schema, textIn } from './schema';
import { unitWord } from './widgets/unit';

/** What a number may be: `20–500 GB、步长 10 GB`. Empty when nothing limits it. */
export function rangeWords(schema: Schema, t: TFunction): string {
  if (schema.type !== 'integer' && schema.type !== 'number') return '';
  const unit = unitWord(textIn(schema, 'x-unit'), t);
  const least = numberIn(schema, 'minimum');
  const most = numberIn(schema, 'maximum');
  const step = numberIn(schema, 'multipleOf');
  const parts: string[] = [];
  if (least !== null && most !== null) parts.push(t('forms.range.between', { least, most, unit }));
  else if (most !== null) parts.push(t('forms.range.most', { most, unit }));
  else if (least !== null && least > 1) parts.push(t('forms.range.least', { least, unit }));
  if (step !== null && step > 1) parts.push(t('forms.range.step', { step, unit }));
  return parts.map((part) => part.trim()).join(t('common.comma'));
}
