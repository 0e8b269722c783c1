import type { TFunction } from 'i18next';
import { type Schema, textIn } from '../schema';

/** Units of the catalogue that have words in both languages; others (`GiB`, `Mbps`) are the same everywhere. */
const WORDED: { [unit: string]: string } = {
  month: 'forms.unit.month',
  year: 'forms.unit.year',
  'CNY/hour': 'forms.unit.cnyHour',
  'CNY/h': 'forms.unit.cnyHour',
};

/** Units that the wire counts in and nobody thinks in: how many of them make one of the unit that is shown. */
const SCALED: { [unit: string]: { scale: number; word: string } } = { MB: { scale: 1024, word: 'GiB' } };

/** The unit that a number is shown in, and how many of the wire's one of it has. */
export function unitOf(schema: Schema, t: TFunction): { scale: number; word: string } {
  const unit = textIn(schema, 'x-unit');
  if (unit === null) return { scale: 1, word: '' };
  const key = WORDED[unit];
  return SCALED[unit] ?? { scale: 1, word: key === undefined ? unit : t(key) };
}
