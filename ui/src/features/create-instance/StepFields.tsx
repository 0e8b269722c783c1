import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormScopeContext, useFormScope } from '../../forms/FormScope';
import { type Params, withValue } from '../../forms/params';
import { picked } from '../../forms/prepare';
import { SchemaForm } from '../../forms/SchemaForm';
import type { Schema } from '../../forms/schema';
import { countFolded } from '../../forms/visibility';
import type { WizardPart } from './steps';
import classes from './Wizard.module.css';

type Props = { part: WizardPart; schema: Schema; params: Params; onChange: (params: Params) => void };

/** The fields of a step: its few decisions, and the rest folded away. */
export function StepFields({ part, schema, params, onChange }: Props) {
  const { t } = useTranslation();
  const outer = useFormScope();
  const [everything, setEverything] = useState(false);
  const form = useMemo(() => picked(schema, part.fields), [schema, part.fields]);
  const scope = useMemo(
    () => ({
      ...outer,
      everything,
      onClear: (path: readonly string[]) => onChange(withValue(params, path, undefined)),
    }),
    [outer, everything, params, onChange],
  );
  const folded = countFolded(form, params, outer);
  if (part.fields.length === 0) return null;
  return (
    <FormScopeContext value={scope}>
      <SchemaForm schema={form} params={params} onChange={onChange} />
      {folded > 0 && (
        <div className={classes.more}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-expanded={everything}
            data-testid="more-parameters"
            leftSection={everything ? <IconChevronUp size={13} /> : <IconChevronDown size={13} />}
            onClick={() => setEverything(!everything)}
          >
            {everything ? t('forms.less') : t('forms.more', { count: folded })}
          </Button>
        </div>
      )}
    </FormScopeContext>
  );
}
