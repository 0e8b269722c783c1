import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import classes from '../Form.module.css';
import { defaultOf, numberIn, type Schema, valuesOf, valueTitle } from '../schema';
import { unitOf } from './unit';

type Props = { id: string; schema: Schema; value: unknown; onChange: (value: number | undefined) => void };

/** A number with its unit and the usual values to click. */
export function NumberField({ id, schema, value, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { scale, word: unit } = unitOf(schema, t);
  const step = numberIn(schema, 'multipleOf');
  const fallback = defaultOf(schema);
  // What is being typed and is no finished number yet: `0.` on the way to `0.05`.
  const [typed, setTyped] = useState('');
  const onWire = (shown: string | number) => {
    const number = numberOf(shown);
    return number === undefined || scale === 1 ? number : Math.round(number * scale);
  };
  const usual = valuesOf(schema).values.filter((entry) => typeof entry === 'number');
  return (
    <>
      <NumberInput
        id={id}
        value={typed !== '' && onWire(typed) === value ? typed : typeof value === 'number' ? value / scale : ''}
        placeholder={typeof fallback === 'number' ? `${fallback / scale} ${unit}`.trim() : undefined}
        allowDecimal={schema.type === 'number' || scale > 1}
        allowNegative={(numberIn(schema, 'minimum') ?? numberIn(schema, 'exclusiveMinimum') ?? 0) < 0}
        step={step !== null && step >= 1 ? step : 1}
        clampBehavior="none"
        thousandSeparator=""
        {...(unit === '' ? {} : { suffix: ` ${unit}` })}
        onChange={(next) => {
          setTyped(typeof next === 'string' ? next : '');
          onChange(onWire(next));
        }}
        aria-describedby={`${id}__problems`}
      />
      {usual.length > 0 && (
        <div className={classes.suggestions}>
          {usual.map((entry) => {
            const title = valueTitle(schema, entry);
            return (
              <button
                key={entry}
                type="button"
                className={classes.suggestion}
                aria-pressed={value === entry}
                onClick={() => onChange(entry)}
              >
                {title ? words(title) : entry}
              </button>
            );
          })}
        </div>
      )}
    </>
  );
}

function numberOf(typed: string | number): number | undefined {
  const number = typeof typed === 'number' ? typed : Number.parseFloat(typed);
  return Number.isFinite(number) ? number : undefined;
}
