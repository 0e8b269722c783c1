import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { numberIn, type Schema } from '../schema';

type Props = { id: string; schema: Schema; values: string[]; onChange: (values: string[]) => void };

/** A list of texts, typed or pasted. */
export function TextList({ id, schema, values, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <TagsInput
      id={id}
      value={values}
      onChange={onChange}
      maxTags={numberIn(schema, 'maxItems') ?? Number.POSITIVE_INFINITY}
      splitChars={[',', ' ', '，', '、', '\n']}
      acceptValueOnBlur
      placeholder={values.length === 0 ? t('forms.listPlaceholder') : undefined}
      aria-describedby={`${id}__problems`}
    />
  );
}
