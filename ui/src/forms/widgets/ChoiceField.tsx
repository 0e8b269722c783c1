import { SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import { defaultOf, type Schema, valuesOf, valueTitle } from '../schema';
import { unitOf } from './unit';

type Props = {
  id: string;
  schema: Schema;
  value: unknown;
  required: boolean;
  onChange: (value: string | number | undefined) => void;
};

/** Few short choices stand side by side; more, or longer ones, in a list. */
const SIDE_BY_SIDE = { choices: 4, letters: 22 };

/** One of a closed set of values, by their titles. */
export function ChoiceField({ id, schema, value, required, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { word: unit } = unitOf(schema, t);
  const { values } = valuesOf(schema);
  const data = values.map((entry) => {
    const title = valueTitle(schema, entry);
    return { value: String(entry), label: title ? words(title) : `${entry} ${unit}`.trim() };
  });
  const choose = (text: string | null) => onChange(values.find((entry) => String(entry) === text));
  const current = value === undefined || value === null ? null : String(value);
  const settled = required || defaultOf(schema) !== undefined;
  // What holds when nothing is chosen.
  const fallback = defaultOf(schema);
  const held = data.find((one) => fallback !== undefined && one.value === String(fallback))?.label;
  const letters = data.reduce((sum, { label }) => sum + lettersOf(label), 0);

  if (settled && data.length > 1 && data.length <= SIDE_BY_SIDE.choices && letters <= SIDE_BY_SIDE.letters) {
    return (
      <SegmentedControl
        id={id}
        data={data}
        value={current ?? String(defaultOf(schema) ?? '')}
        onChange={choose}
        style={{ alignSelf: 'start' }}
        aria-labelledby={`${id}__label`}
      />
    );
  }
  return (
    <Select
      id={id}
      data={data}
      value={current}
      onChange={choose}
      clearable={!required}
      searchable={data.length > 8}
      allowDeselect={!required}
      placeholder={required ? t('forms.choose') : (held ?? t('forms.notGiven'))}
      nothingFoundMessage={t('forms.nothingFound')}
      aria-describedby={`${id}__problems`}
      clearButtonProps={{ 'aria-label': t('common.clear') }}
    />
  );
}

/** How much room a text takes, in Chinese characters. */
function lettersOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 1 : 0.55), 0);
}
