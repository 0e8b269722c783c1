import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type FormScope, FormScopeContext } from '../../forms/FormScope';
import { MoreParameters } from '../../forms/MoreParameters';
import { type Params, withValue } from '../../forms/params';
import { SchemaForm } from '../../forms/SchemaForm';
import { properties } from '../../forms/schema';
import { useFolds } from '../../forms/useFolds';
import { useFormParts } from '../../forms/useFormParts';
import { countFolded } from '../../forms/visibility';
import type { OperationForm, Problem } from '../../ipc/bindings';
import classes from './Explorer.module.css';

type Props = {
  cloud: string;
  account: string;
  region: string;
  form: OperationForm;
  params: Params;
  problems: readonly Problem[];
  strict: boolean;
  onChange: (params: Params) => void;
};

/** All parameters of an operation in the order of its document; rarely needed ones are folded away. */
export function ParameterForm({ cloud, account, region, form, params, problems, strict, onChange }: Props) {
  const { t } = useTranslation();
  const folds = useFolds();
  const { prepared, chosen } = useFormParts(form, params, account, region);
  const scope: FormScope = useMemo(
    () => ({
      cloud,
      account,
      region,
      problems,
      strict,
      chosen,
      ...folds.shown,
      // What is paid as it is used has no period to go on.
      prepaidOnly: /^renew/i.test(form.operation),
      room: 'side',
      onClear: (path) => onChange(withValue(params, path, undefined)),
    }),
    [cloud, account, region, problems, strict, chosen, folds.shown, params, onChange, form.operation],
  );
  const folded = countFolded(prepared, params, scope);
  if (properties(prepared).length === 0) return <p className={classes.nothing}>{t('explorer.noParameters')}</p>;
  return (
    <FormScopeContext value={scope}>
      <SchemaForm schema={prepared} params={params} onChange={onChange} />
      <MoreParameters folded={folded} folds={folds} />
    </FormScopeContext>
  );
}
