import { Button, PasswordInput, Textarea } from '@mantine/core';
import { IconCheck, IconCircle, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/CopyButton';
import { useWords } from '../../i18n/useWords';
import classes from '../Form.module.css';
import { isSchema, numberIn, type Schema, textAt } from '../schema';
import { meets } from '../validator';
import { madePassword } from './password';

type Props = { id: string; schema: Schema; value: string; long: boolean; onChange: (value: string) => void };

/** A secret: hidden while typed, with its rules in words that turn green one by one. Never kept anywhere. */
export function SecretField({ id, schema, value, long, onChange }: Props) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState(false);
  if (long) {
    return (
      <Textarea
        id={id}
        value={value}
        rows={4}
        resize="vertical"
        spellCheck={false}
        autoComplete="off"
        placeholder={t('forms.secret.notKept')}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-describedby={`${id}__problems`}
      />
    );
  }
  return (
    <>
      <div className={classes.password}>
        <PasswordInput
          id={id}
          value={value}
          visible={visible}
          onVisibilityChange={setVisible}
          autoComplete="new-password"
          spellCheck={false}
          visibilityToggleButtonProps={{ 'aria-label': t('forms.secret.show') }}
          onChange={(event) => onChange(event.currentTarget.value)}
          aria-describedby={`${id}__rules`}
        />
        <Button
          size="xs"
          variant="default"
          data-testid="password-make"
          onClick={() => {
            const made = madePassword(isSchema(schema['x-judged']) ? schema['x-judged'] : schema);
            if (made === null) return;
            onChange(made);
            setVisible(true);
          }}
        >
          {t('forms.secret.make')}
        </Button>
        {value !== '' && <CopyButton text={value} what={t('forms.secret.what')} />}
      </div>
      <Rules id={id} schema={schema} value={value} />
    </>
  );
}

function Rules({ id, schema, value }: { id: string; schema: Schema; value: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const least = numberIn(schema, 'minLength');
  const most = numberIn(schema, 'maxLength');
  const judged = isSchema(schema['x-judged']) ? schema['x-judged'] : schema;
  const form = useMemo(() => withoutLengths(judged), [judged]);
  const rule = textAt(schema, 'x-rule');
  const length = [...value].length;
  const rules: { text: string; met: boolean }[] = [];
  // Where the rule itself names the lengths, they are not said twice.
  const named = [least, most].every((limit) => rule?.zh.includes(String(limit)));
  if (least !== null && most !== null && !named) {
    rules.push({ text: t('forms.secret.length', { least, most }), met: length >= least && length <= most });
  }
  if (rule) rules.push({ text: words(rule), met: meets(named ? judged : form, value) });
  return (
    <ul className={classes.rules} id={`${id}__rules`}>
      {rules.map(({ text, met }) => (
        <li key={text} data-met={value === '' ? undefined : met}>
          {value === '' ? <IconCircle size={9} /> : met ? <IconCheck size={12} /> : <IconX size={12} />}
          {text}
        </li>
      ))}
    </ul>
  );
}

function withoutLengths(schema: Schema): Schema {
  const { minLength: _least, maxLength: _most, ...form } = schema;
  return form;
}
