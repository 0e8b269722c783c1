import type { TFunction } from 'i18next';

/** Units of the catalogue that have words in both languages; others (`GB`, `Mbps`) are the same everywhere. */
const WORDED: { [unit: string]: string } = {
  month: 'forms.unit.month',
  year: 'forms.unit.year',
  'CNY/hour': 'forms.unit.cnyHour',
  'CNY/h': 'forms.unit.cnyHour',
};

/** A unit as it stands behind a number. */
export function unitWord(unit: string | null, t: TFunction): string {
  if (unit === null) return '';
  const key = WORDED[unit];
  return key === undefined ? unit : t(key);
}
