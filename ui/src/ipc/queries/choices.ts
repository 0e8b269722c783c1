import { queryOptions } from '@tanstack/react-query';
import { commands } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** What a picker of that `x-ref` kind can offer in a region. */
export function choicesQuery(account: string, region: string, kind: string) {
  return queryOptions({
    queryKey: keys.choices.of(account, region, kind),
    queryFn: () => unwrap(commands.choices(account, region, kind)),
    staleTime: 60_000,
  });
}

/** The instance types on offer in a region, or in one of its zones. */
export function instanceTypesQuery(account: string, region: string, zone: string | null) {
  return queryOptions({
    queryKey: keys.instanceTypes.of(account, region, zone),
    queryFn: () => unwrap(commands.instanceTypes(account, region, zone)),
    staleTime: 60_000,
  });
}

/** An operation's form. It is part of the program and never changes while it runs. */
export function operationFormQuery(cloud: string, operation: string) {
  return queryOptions({
    queryKey: keys.forms.operation(cloud, operation),
    queryFn: () => unwrap(commands.operationForm(cloud, operation)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
