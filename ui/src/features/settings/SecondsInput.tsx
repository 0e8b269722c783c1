import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  label: string;
  testId: string;
  /** `null`: the usual ones. */
  value: number | null;
  usual: number;
  range: readonly [least: number, most: number];
  unit?: 'seconds' | 'hours';
  onChange: (seconds: number | null) => void;
};

/** Seconds, or hours, within a range; empty means the usual ones. What was typed is taken when the field is left. */
export function SecondsInput({ label, testId, value, usual, range: [least, most], unit = 'seconds', onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<number | string>(value ?? '');
  useEffect(() => setTyped(value ?? ''), [value]);

  const take = () => {
    const given = String(typed).trim();
    const seconds = given === '' ? null : Math.min(most, Math.max(least, Math.round(Number(given))));
    setTyped(seconds ?? '');
    if (seconds !== value) onChange(seconds);
  };

  return (
    <NumberInput
      aria-labelledby={label}
      data-testid={testId}
      w={160}
      value={typed}
      onChange={setTyped}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      min={least}
      max={most}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      placeholder={t(unit === 'hours' ? 'settings.usualHours' : 'settings.usualSeconds', { count: usual })}
      suffix={t(unit === 'hours' ? 'settings.hoursSuffix' : 'settings.secondsSuffix')}
      title={t(unit === 'hours' ? 'settings.hoursRange' : 'settings.secondsRange', { least, most })}
    />
  );
}
