import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../Form.module.css';
import { decodedText, encodedText, looksEncoded } from './base64';

type Props = { id: string; value: string; onChange: (value: string) => void };

/** A text that is sent as Base64: written as it is, or given as Base64 that somebody has made already. */
export function EncodedField({ id, value, onChange }: Props) {
  const { t } = useTranslation();
  const text = decodedText(value);
  const [asText, setAsText] = useState(text !== null);
  const shown = asText ? (text ?? '') : value;
  return (
    <div className={classes.encoded}>
      <SegmentedControl
        size="xs"
        data={[
          { value: 'text', label: t('forms.encoded.text'), disabled: text === null },
          { value: 'base64', label: 'Base64' },
        ]}
        value={asText ? 'text' : 'base64'}
        aria-label={t('forms.encoded.as')}
        onChange={(next) => setAsText(next === 'text')}
      />
      <Textarea
        id={id}
        value={shown}
        rows={4}
        resize="vertical"
        spellCheck={false}
        autoComplete="off"
        placeholder={t('forms.secret.notKept')}
        onChange={({ currentTarget: { value: next } }) => onChange(asText ? encodedText(next) : next)}
        aria-describedby={`${id}__problems`}
      />
      {asText && looksEncoded(shown) && (
        <div className={classes.help} role="status">
          {t('forms.encoded.already')}{' '}
          <Button
            size="compact-xs"
            variant="subtle"
            data-testid="encoded-take"
            onClick={() => {
              onChange(shown.trim());
              setAsText(false);
            }}
          >
            {t('forms.encoded.take')}
          </Button>
        </div>
      )}
    </div>
  );
}
