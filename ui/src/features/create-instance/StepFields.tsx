import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FormScopeContext, useFormScope } from '../../forms/FormScope';
import { MoreParameters } from '../../forms/MoreParameters';
import { type Params, withValue } from '../../forms/params';
import { picked } from '../../forms/prepare';
import { SchemaForm } from '../../forms/SchemaForm';
import type { Schema } from '../../forms/schema';
import { useFolds } from '../../forms/useFolds';
import { countFolded } from '../../forms/visibility';
import type { WizardPart } from './steps';
import classes from './Wizard.module.css';

type Props = {
  part: WizardPart;
  /** The fields of name and count; they stand apart in the last step. */
  naming: readonly string[];
  schema: Schema;
  params: Params;
  onChange: (params: Params) => void;
};

/** The fields of a step: its few decisions, and the rest folded away. */
export function StepFields({ part, naming, schema, params, onChange }: Props) {
  const { t } = useTranslation();
  const outer = useFormScope();
  const folds = useFolds();
  const form = useMemo(() => picked(schema, part.fields), [schema, part.fields]);
  const [own, named] = useMemo(() => {
    const names = naming.filter((field) => part.fields.includes(field));
    const others = part.fields.filter((field) => !names.includes(field));
    return [picked(schema, others), names.length > 0 && others.length > 0 ? picked(schema, names) : null];
  }, [schema, part.fields, naming]);
  const scope = useMemo(
    () => ({
      ...outer,
      ...folds.shown,
      onClear: (path: readonly string[]) => onChange(withValue(params, path, undefined)),
    }),
    [outer, folds.shown, params, onChange],
  );
  const folded = countFolded(form, params, outer);
  if (part.fields.length === 0) return null;
  return (
    <FormScopeContext value={scope}>
      <SchemaForm schema={named ? own : form} params={params} onChange={onChange} />
      {named && (
        <section aria-label={t('create.naming')} data-testid="naming">
          <h3 className={classes.naming}>{t('create.naming')}</h3>
          <SchemaForm schema={named} params={params} onChange={onChange} />
        </section>
      )}
      <MoreParameters folded={folded} folds={folds} />
    </FormScopeContext>
  );
}
