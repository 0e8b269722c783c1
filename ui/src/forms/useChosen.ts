import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { choicesQuery } from '../ipc/queries/choices';
import { isEmpty, type Params } from './params';
import { isSchema, itemsOf, properties, refOf, type Schema } from './schema';

export type Chosen = { [kind: string]: string[] };

/** Kinds whose lists are long and have pickers of their own: nothing is read just to learn what they belong to. */
const LONG_LISTS = ['image', 'instance_type'];

/** What the parameters name, by kind of thing: a subnet, a zone, ... */
export function namedIn(schema: Schema, params: unknown): Chosen {
  const found: Chosen = {};
  collect(schema, params, found);
  return found;
}

function collect(schema: Schema, value: unknown, found: Chosen): void {
  if (isEmpty(value)) return;
  const ref = refOf(schema);
  if (ref !== null) {
    const ids = (Array.isArray(value) ? value : [value]).filter((id) => typeof id === 'string' && id !== '');
    found[ref] = [...new Set([...(found[ref] ?? []), ...ids])];
    return;
  }
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    if (items) for (const element of value) collect(items, element, found);
  } else if (isSchema(value)) {
    for (const [name, member] of properties(schema)) collect(member, value[name], found);
  }
}

/**
 * What is chosen, by kind: what the parameters name, and what those things belong to. A subnet names its VPC and its
 * zone also where the operation has no field for them.
 */
export function useChosen(schema: Schema, params: Params, account: string, region: string): Chosen {
  const named = useMemo(() => namedIn(schema, params), [schema, params]);
  const kinds = Object.keys(named).filter((kind) => !LONG_LISTS.includes(kind));
  const lists = useQueries({
    queries: kinds.map((kind) => ({
      ...choicesQuery(account, region, kind),
      enabled: account !== '' && region !== '',
    })),
  });
  const chosen: Chosen = { region: [region], ...named };
  lists.forEach((list, index) => {
    const kind = kinds[index];
    if (kind === undefined) return;
    for (const choice of list.data?.items ?? []) {
      if (!named[kind]?.includes(choice.id)) continue;
      for (const [of, ids] of Object.entries(choice.within)) {
        if (named[of] === undefined && of !== 'region') chosen[of] = ids;
      }
    }
  });
  // The same content stays the same object, so that fields need not render again.
  const text = JSON.stringify(chosen);
  return useMemo(() => JSON.parse(text) as Chosen, [text]);
}
