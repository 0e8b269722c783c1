import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import { defaultOf, type Schema, valuesOf, valueTitle } from '../schema';

type Props = { id: string; schema: Schema; value: string; onChange: (value: string) => void };

/** A text for which the catalogue suggests values that clouds keep adding to. */
export function SuggestionField({ id, schema, value, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const fallback = defaultOf(schema);
  const values = valuesOf(schema).values.map(String);
  const title = (entry: string) => {
    const text = valueTitle(schema, entry);
    return text ? words(text) : null;
  };
  return (
    <Autocomplete
      id={id}
      data={values}
      value={value}
      onChange={onChange}
      // All suggestions stay in sight once one of them is taken.
      filter={({ options, search }) =>
        values.includes(search) ? options : options.filter((option) => JSON.stringify(option).includes(search))
      }
      renderOption={({ option }) => (
        <span>
          {option.value} {title(option.value) !== null && <span className="yd-dim">{title(option.value)}</span>}
        </span>
      )}
      rightSection={title(value) !== null && <span className="yd-dim">{title(value)}</span>}
      rightSectionWidth="auto"
      rightSectionProps={{ style: { paddingRight: 10 } }}
      rightSectionPointerEvents="none"
      placeholder={typeof fallback === 'string' ? fallback : t('forms.chooseOrType')}
      aria-describedby={`${id}__problems`}
    />
  );
}
