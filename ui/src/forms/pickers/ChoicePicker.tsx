import { CloseButton, Combobox, Input, Loader, useCombobox } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceFailure } from './ChoiceFailure';
import { ChoiceOptions, wentTo } from './ChoiceOptions';
import { isFor } from './fitting';
import classes from './Picker.module.css';
import { StrayImage } from './StrayImage';
import { useChoices } from './useChoices';

type Props = { id: string; kind: string; value: string; required: boolean; onChange: (value: string) => void };

/** Picks one thing from the cloud's live list, narrowed by what is chosen already, or takes an id typed by hand. */
export function ChoicePicker({ id, kind, value, required, onChange }: Props) {
  const { t } = useTranslation();
  const { all, fitting, loading, failure, retry } = useChoices(kind);
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      setTyped('');
      combobox.resetSelectedOption();
      combobox.focusTarget();
    },
  });
  const current = all.find((choice) => choice.id === value);
  const strays = current !== undefined && !fitting.includes(current);

  return (
    <>
      <Combobox
        store={combobox}
        onOptionSubmit={(next) => {
          if (wentTo(next)) return;
          onChange(next);
          combobox.closeDropdown();
        }}
      >
        <Combobox.Target targetType="button">
          <Input
            component="button"
            type="button"
            size="xs"
            pointer
            id={id}
            data-picker
            data-kind={kind}
            data-value={value || undefined}
            aria-labelledby={`${id}__label ${id}`}
            aria-describedby={`${id}__problems`}
            rightSection={loading && all.length === 0 ? <Loader size={12} /> : <IconSelector size={14} aria-hidden />}
            rightSectionPointerEvents="none"
            onClick={() => combobox.toggleDropdown()}
          >
            {value === '' ? (
              <span className="yd-dim">{required ? t('forms.choose') : t('forms.notGiven')}</span>
            ) : (
              <span className={classes.targetText}>
                {current?.label ?? value}
                {current && current.label !== current.id && <code className={classes.optionId}>{current.id}</code>}
              </span>
            )}
          </Input>
        </Combobox.Target>
        <Combobox.Dropdown className={classes.dropdown ?? ''}>
          <Combobox.Search
            value={typed}
            placeholder={t('forms.searchOrType')}
            aria-label={t('forms.searchOrType')}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              combobox.selectFirstOption();
            }}
            rightSection={
              value !== '' &&
              !required && (
                <CloseButton
                  size="xs"
                  title={t('common.clear')}
                  aria-label={t('common.clear')}
                  onClick={() => {
                    onChange('');
                    combobox.closeDropdown();
                  }}
                />
              )
            }
          />
          <ChoiceOptions
            choices={fitting.filter((choice) => isFor(choice, typed))}
            others={all.length - fitting.length}
            typed={typed}
            picked={[value]}
            loading={loading}
            kind={kind}
          />
        </Combobox.Dropdown>
      </Combobox>
      {strays && <div className={classes.warning}>{t('forms.strays')}</div>}
      {kind === 'vm_type' && <StrayImage />}
      {failure !== null && <ChoiceFailure error={failure} onRetry={retry} />}
    </>
  );
}
