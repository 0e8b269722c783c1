import { SegmentedControl, Select } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Params, valueAt, withValue } from '../../forms/params';
import { requiredOf, type Schema, schemaAt, valuesOf, valueTitle } from '../../forms/schema';
import { useWords } from '../../i18n/useWords';
import type { AgainRule } from '../../ipc/bindings';
import classes from './QuotePanel.module.css';

/** As many ways of paying stand side by side; more make a list. */
const SIDE_BY_SIDE = 2;

type Props = { schema: Schema; rules: readonly AgainRule[]; params: Params; onChange: (params: Params) => void };

/** How it is paid, beside the price that follows from it: the same field as in the billing step. */
export function BillingSwitch({ schema, rules, params, onChange }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const id = useId();
  const path = rules.find(({ fact }) => fact === 'billing')?.field.split('/');
  const field = path && schemaAt(schema, path);
  if (!path || !field) return null;
  const value = valueAt(params, path);
  const data = valuesOf(field).values.map((one) => {
    const title = valueTitle(field, one);
    return { value: String(one), label: title ? words(title) : String(one) };
  });
  const group = schemaAt(schema, path.slice(0, -1));
  const required = group !== null && requiredOf(group).includes(path.at(-1) ?? '');
  const current = typeof value === 'string' ? value : null;
  const choose = (next: string | null) => onChange(withValue(params, path, next ?? undefined));
  return (
    <div className={classes.billing} data-testid="quote-billing" data-value={current ?? undefined}>
      <span id={id}>{t('create.billing')}</span>
      {data.length <= SIDE_BY_SIDE ? (
        <SegmentedControl size="xs" data={data} value={current ?? ''} onChange={choose} aria-labelledby={id} />
      ) : (
        <Select
          size="xs"
          data={data}
          value={current}
          onChange={choose}
          clearable={!required}
          allowDeselect={false}
          placeholder={t('forms.choose')}
          aria-labelledby={id}
          clearButtonProps={{ 'aria-label': t('common.clear') }}
        />
      )}
    </div>
  );
}
