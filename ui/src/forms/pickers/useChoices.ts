import { useQuery } from '@tanstack/react-query';
import type { Choice } from '../../ipc/bindings';
import { choicesQuery } from '../../ipc/queries/choices';
import { useFormScope } from '../FormScope';
import { fits } from './fitting';

type Offer = {
  /** Everything on offer. */
  all: Choice[];
  /** What fits to what is chosen already. */
  fitting: Choice[];
  loading: boolean;
  /** What kept the list from being complete. */
  failure: unknown;
  retry: () => void;
};

/** What a picker of a kind of thing offers in the form's account and region. */
export function useChoices(kind: string): Offer {
  const { account, region, chosen } = useFormScope();
  const query = useQuery({ ...choicesQuery(account, region, kind), enabled: account !== '' && region !== '' });
  const all = query.data?.items ?? [];
  return {
    all,
    fitting: all.filter((choice) => fits(choice, chosen, kind)),
    loading: query.isFetching,
    failure: query.error ?? query.data?.failure ?? null,
    retry: () => void query.refetch(),
  };
}
