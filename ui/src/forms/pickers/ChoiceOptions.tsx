import { Combobox } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../../ipc/bindings';
import classes from './Picker.module.css';

type Props = {
  choices: Choice[];
  /** What fits nowhere to what is chosen already; offered last, and said to be so. */
  others: number;
  typed: string;
  picked: readonly string[];
  loading: boolean;
};

/** Options shown at once; a longer list is narrowed by typing. */
const MOST = 80;

/** The options of a picker: the cloud's, and what was typed by hand. */
export function ChoiceOptions({ choices, others, typed, picked, loading }: Props) {
  const { t } = useTranslation();
  const hand = typed.trim();
  const known = choices.some(({ id }) => id === hand);
  return (
    <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
      {choices.slice(0, MOST).map((choice) => (
        <Combobox.Option
          key={choice.id}
          value={choice.id}
          disabled={choice.unavailable}
          selected={picked.includes(choice.id)}
          data-choice-id={choice.id}
        >
          <span className={classes.option}>
            <span className={classes.optionText}>
              <span className={classes.optionLabel}>{choice.label}</span>
              {choice.label !== choice.id && <code className={classes.optionId}>{choice.id}</code>}
              {choice.detail.length > 0 && <span className={classes.optionDetail}>{choice.detail.join(' · ')}</span>}
            </span>
            {choice.unavailable && <span className={classes.unavailable}>{t('forms.unavailable')}</span>}
            {picked.includes(choice.id) && <IconCheck size={14} className={classes.optionCheck} aria-hidden />}
          </span>
        </Combobox.Option>
      ))}
      {hand !== '' && !known && (
        <Combobox.Option value={hand}>
          <span className={classes.option}>{t('forms.useTyped', { text: hand })}</span>
        </Combobox.Option>
      )}
      {choices.length === 0 && hand === '' && (
        <Combobox.Empty>{loading ? t('common.loading') : t('forms.noChoices')}</Combobox.Empty>
      )}
      {choices.length > MOST && (
        <div className={classes.foot}>{t('forms.moreChoices', { count: choices.length - MOST })}</div>
      )}
      {others > 0 && <div className={classes.foot}>{t('forms.notFitting', { count: others })}</div>}
    </Combobox.Options>
  );
}
