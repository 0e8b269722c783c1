import { useMemo } from 'react';
import type { InstanceType, OperationForm } from '../ipc/bindings';
import { withDisksOf } from './ofType';
import { type Params, prunedParams } from './params';
import { prepared } from './prepare';
import { isSchema, type Schema } from './schema';
import { type Chosen, useChosen } from './useChosen';
import { useKnownType } from './useKnownType';

type Parts = {
  /** The operation's schema as it is. */
  schema: Schema;
  /** Made ready for the present parameters. */
  prepared: Schema;
  chosen: Chosen;
  /** The chosen instance type, where the table of types has it. */
  type: InstanceType | undefined;
};

const nothing: Schema = { type: 'object' };

/** What the forms of an operation are made of, for the present parameters. */
export function useFormParts(form: OperationForm | undefined, params: Params, account: string, region: string): Parts {
  const schema = form && isSchema(form.schema) ? form.schema : nothing;
  const chosen = useChosen(schema, params, account, region);
  const type = useKnownType(account, region)(chosen.instance_type?.[0] ?? '');
  const ready = useMemo(
    () => withDisksOf(prepared(schema, prunedParams(params)), form?.again ?? [], params, type),
    [schema, params, form, type],
  );
  return { schema, prepared: ready, chosen, type };
}
