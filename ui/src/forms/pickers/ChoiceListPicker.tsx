import { Combobox, Pill, PillsInput, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { numberIn, refOf, type Schema } from '../schema';
import { ChoiceFailure } from './ChoiceFailure';
import { ChoiceOptions, wentTo } from './ChoiceOptions';
import { ChoicePicker } from './ChoicePicker';
import { isFor } from './fitting';
import classes from './Picker.module.css';
import { useChoices } from './useChoices';

type Props = { id: string; schema: Schema; values: string[]; onChange: (values: string[]) => void };

/** Picks several things of a kind. A list that can hold only one is a plain picker. */
export function ChoiceListPicker({ id, schema, values, onChange }: Props) {
  const kind = refOf(schema) ?? '';
  if (numberIn(schema, 'maxItems') === 1) {
    return (
      <ChoicePicker
        id={id}
        kind={kind}
        value={values[0] ?? ''}
        required={false}
        onChange={(value) => onChange(value === '' ? [] : [value])}
      />
    );
  }
  return <SeveralPicker id={id} kind={kind} most={numberIn(schema, 'maxItems')} values={values} onChange={onChange} />;
}

function SeveralPicker({
  id,
  kind,
  most,
  values,
  onChange,
}: Omit<Props, 'schema'> & { kind: string; most: number | null }) {
  const { t } = useTranslation();
  const { all, fitting, loading, failure, retry } = useChoices(kind);
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const full = most !== null && values.length >= most;
  const toggle = (value: string) => {
    if (wentTo(value)) return;
    setTyped('');
    if (values.includes(value)) onChange(values.filter((other) => other !== value));
    else if (!full) onChange([...values, value]);
  };
  const labelOf = (value: string) => all.find((choice) => choice.id === value)?.label ?? value;

  return (
    <>
      <Combobox store={combobox} onOptionSubmit={toggle}>
        <Combobox.DropdownTarget>
          <PillsInput data-picker size="xs" onClick={() => combobox.openDropdown()}>
            <Pill.Group>
              {values.map((value) => (
                <Pill
                  key={value}
                  size="xs"
                  withRemoveButton
                  title={value}
                  onRemove={() => toggle(value)}
                  removeButtonProps={{ 'aria-label': t('forms.removeChoice', { what: labelOf(value) }) }}
                >
                  {labelOf(value)}
                </Pill>
              ))}
              <Combobox.EventsTarget>
                <PillsInput.Field
                  id={id}
                  value={typed}
                  data-kind={kind}
                  placeholder={values.length === 0 ? t('forms.searchOrType') : ''}
                  aria-describedby={`${id}__problems`}
                  onFocus={() => combobox.openDropdown()}
                  onBlur={() => combobox.closeDropdown()}
                  onChange={(event) => {
                    setTyped(event.currentTarget.value);
                    combobox.openDropdown();
                    combobox.selectFirstOption();
                  }}
                  onKeyDown={(event) => {
                    const last = values.at(-1);
                    if (event.key === 'Backspace' && typed === '' && last !== undefined) {
                      event.preventDefault();
                      toggle(last);
                    }
                  }}
                />
              </Combobox.EventsTarget>
            </Pill.Group>
          </PillsInput>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown className={classes.dropdown ?? ''}>
          <ChoiceOptions
            choices={fitting.filter((choice) => isFor(choice, typed))}
            others={all.length - fitting.length}
            typed={typed}
            picked={values}
            loading={loading}
            kind={kind}
          />
        </Combobox.Dropdown>
      </Combobox>
      {failure !== null && <ChoiceFailure error={failure} onRetry={retry} />}
    </>
  );
}
