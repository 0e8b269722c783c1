import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Picker.module.css';

/** An id typed by hand, for what a table does not list. */
export function TypedByHand({ label, onChange }: { label: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <button type="button" className="yd-link" data-testid="type-by-hand" onClick={() => setText('')}>
        {t('forms.typeByHand')}
      </button>
    );
  }
  const take = () => {
    if (text.trim() === '') return;
    onChange(text.trim());
    setText(null);
  };
  return (
    <span className={classes.hand}>
      <TextInput
        value={text}
        aria-label={label}
        placeholder={label}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      <Button variant="default" disabled={text.trim() === ''} onClick={take}>
        {t('forms.use')}
      </Button>
    </span>
  );
}
