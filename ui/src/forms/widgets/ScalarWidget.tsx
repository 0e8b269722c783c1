import { Switch, Textarea, TextInput } from '@mantine/core';
import type { WidgetProps } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../components/assertNever';
import classes from '../Form.module.css';
import { ReferencePicker } from '../pickers/ReferencePicker';
import { defaultOf, type Schema } from '../schema';
import { ChoiceField } from './ChoiceField';
import { EitherField } from './EitherField';
import { EncodedField } from './EncodedField';
import { kindOf } from './kind';
import { NumberField } from './NumberField';
import { SecretField } from './SecretField';
import { SuggestionField } from './SuggestionField';
import { unitOf } from './unit';

/** A scalar field as its schema asks for it. The one switch over the kinds of fields. */
export function ScalarWidget({ id, schema: given, value, onChange, required }: WidgetProps) {
  const { t } = useTranslation();
  const schema = given as Schema;
  const { word: unit } = unitOf(schema, t);
  const text = typeof value === 'string' ? value : '';
  const changeText = (next: string) => onChange(next === '' ? undefined : next);
  const fallback = defaultOf(schema);
  const hint = typeof fallback === 'string' ? fallback : exampleOf(schema);

  // What only a condition requires can be taken back: that may be how the condition is undone.
  const firm = required === true && schema['x-required-now'] !== true;

  const kind = kindOf(schema);
  switch (kind) {
    case 'reference':
      return <ReferencePicker id={id} schema={schema} value={text} required={firm} onChange={changeText} />;
    case 'secret':
    case 'secret-long':
      return <SecretField id={id} schema={schema} value={text} long={kind === 'secret-long'} onChange={changeText} />;
    case 'encoded':
      return <EncodedField id={id} value={text} onChange={changeText} />;
    case 'switch':
      return (
        <Switch
          id={id}
          className={classes.switch ?? ''}
          checked={value === true || (value === undefined && fallback === true)}
          // Off is left out where it is the default, so that a group is not in use for a switch that was turned back.
          onChange={({ currentTarget: { checked } }) =>
            onChange(checked || required || fallback === true ? checked : undefined)
          }
        />
      );
    case 'either':
      return <EitherField id={id} value={value} onChange={onChange} />;
    case 'choice':
      return <ChoiceField id={id} schema={schema} value={value} required={firm} onChange={onChange} />;
    case 'suggestion':
      return <SuggestionField id={id} schema={schema} value={text} onChange={changeText} />;
    case 'number':
      return <NumberField id={id} schema={schema} value={value} onChange={onChange} />;
    case 'text-long':
      return (
        <Textarea
          id={id}
          value={text}
          rows={4}
          resize="vertical"
          onChange={(event) => changeText(event.currentTarget.value)}
          aria-describedby={`${id}__problems`}
        />
      );
    case 'text':
      return (
        <TextInput
          id={id}
          value={text}
          placeholder={hint}
          rightSection={unit === '' ? undefined : <span className="yd-dim">{unit}</span>}
          rightSectionWidth={72}
          rightSectionPointerEvents="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => changeText(event.currentTarget.value)}
          aria-describedby={`${id}__problems`}
        />
      );
    default:
      return assertNever(kind);
  }
}

function exampleOf(schema: Schema): string | undefined {
  const [first] = Array.isArray(schema.examples) ? schema.examples : [];
  return typeof first === 'string' ? first : undefined;
}
