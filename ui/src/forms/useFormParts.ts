import { useMemo } from 'react';
import type { OperationForm } from '../ipc/bindings';
import { type Params, prunedParams } from './params';
import { prepared } from './prepare';
import { isSchema, type Schema } from './schema';
import { type Chosen, useChosen } from './useChosen';

type Parts = {
  /** The operation's schema as it is. */
  schema: Schema;
  /** Made ready for the present parameters. */
  prepared: Schema;
  chosen: Chosen;
};

const nothing: Schema = { type: 'object' };

/** What the forms of an operation are made of, for the present parameters. */
export function useFormParts(form: OperationForm | undefined, params: Params, account: string, region: string): Parts {
  const schema = form && isSchema(form.schema) ? form.schema : nothing;
  const ready = useMemo(() => prepared(schema, prunedParams(params)), [schema, params]);
  const chosen = useChosen(schema, params, account, region);
  return { schema, prepared: ready, chosen };
}
