import { useMemo, useState } from 'react';
import { FormScopeContext, useFormScope } from '../../forms/FormScope';
import { MoreParameters } from '../../forms/MoreParameters';
import { type Params, withValue } from '../../forms/params';
import { picked } from '../../forms/prepare';
import { SchemaForm } from '../../forms/SchemaForm';
import type { Schema } from '../../forms/schema';
import { countFolded } from '../../forms/visibility';
import type { WizardPart } from './steps';

type Props = { part: WizardPart; schema: Schema; params: Params; onChange: (params: Params) => void };

/** The fields of a step: its few decisions, and the rest folded away. */
export function StepFields({ part, schema, params, onChange }: Props) {
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
      <MoreParameters folded={folded} everything={everything} onChange={setEverything} />
    </FormScopeContext>
  );
}
