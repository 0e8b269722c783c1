import { useQueries } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { commands, type InstanceKey, type Plan } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useAccounts } from '../../ipc/queries/accounts';
import { operationFormQuery } from '../../ipc/queries/choices';
import { useOperations } from '../../ipc/queries/explorer';
import { instanceQuery } from '../../ipc/queries/inventory';
import { discard } from '../plans/applyOnce';
import { usePlanFlow } from '../plans/usePlanFlow';
import { textOfKey } from './instanceKey';
import { type Renewal, renewalOf, renews } from './renewal';

/** Why an instance is left out. */
type Why = 'lacking' | 'not_prepaid';

type Renewing = {
  /** Whether any of the instances is of a cloud that renews. */
  possible: boolean;
  /** Which ones can be renewed, once that was asked for; `null` while it is not known. */
  those: { keys: InstanceKey[]; left: { key: InstanceKey; name: string; why: Why }[] } | null;
  /** The months that all of those can be paid for. */
  months: number[];
  /** Looks which ones can be renewed: asked for when a person is about to. */
  look: (looks: boolean) => void;
  /** Makes a plan for each, and shows them as one review. */
  renew: (months: number) => void;
  dialog: ReactNode;
};

/** Renews instances by so many months, one plan each: each has its own expiry and the cloud's own price. */
export function useRenewal(keys: InstanceKey[], onDone: () => void): Renewing {
  const { t } = useTranslation();
  const accounts = useAccounts();
  const operations = useOperations();
  const flow = usePlanFlow({ onApplied: onDone });
  const [looks, look] = useState(false);
  const cloudOf = ({ account }: InstanceKey) => accounts.find((one) => one.account.id === account)?.account.cloud;
  const clouds = [...new Set(keys.map(cloudOf))];
  const known = operations.filter((one) => clouds.includes(one.cloud) && renews(one));
  const renewals = useQueries({
    queries: known.map(({ cloud, name }) => operationFormQuery(cloud, name)),
    combine: (forms) =>
      new Map<string | undefined, Renewal>(
        forms.flatMap(({ data }, index) => {
          const renewal = data && renewalOf(data);
          return renewal ? [[known[index]?.cloud, renewal] as const] : [];
        }),
      ),
  });
  const instances = useQueries({ queries: keys.map((key) => ({ ...instanceQuery(key), enabled: looks })) });

  const possible = keys.some((key) => renewals.has(cloudOf(key)));
  const told = looks && instances.every(({ data, error }) => data !== undefined || error !== null);
  const judged = keys.map((key, index) => {
    const instance = instances[index]?.data;
    const why: Why | null = !renewals.has(cloudOf(key))
      ? 'lacking'
      : instance?.billing.kind === 'prepaid'
        ? null
        : 'not_prepaid';
    return { key, name: instance?.name || key.id, why };
  });
  const those = judged.filter(({ why }) => why === null).map(({ key }) => key);
  const left = judged.flatMap(({ key, name, why }) => (why === null ? [] : [{ key, name, why }]));
  const lists = [...new Set(those.map(cloudOf))].map((cloud) => renewals.get(cloud)?.months ?? []);
  const [first = [], ...others] = lists;

  const plan = (key: InstanceKey, months: number): Promise<Plan> => {
    const renewal = renewals.get(cloudOf(key));
    if (!renewal) throw new Error(`no renewal for ${key.id}`);
    const params = renewal.params(key.id, months);
    return unwrap(commands.planOperation(key.account, key.region, renewal.operation, params));
  };
  return {
    possible,
    those: told ? { keys: those, left } : null,
    months: first.filter((months) => others.every((list) => list.includes(months))),
    look,
    renew: (months) =>
      flow.start(
        () => all(those.map((key) => () => plan(key, months))),
        left.length > 0 && (
          <details>
            <summary>{t('inventory.skipped', { count: left.length })}</summary>
            <ul data-testid="renew-left">
              {left.map(({ key, name, why }) => (
                <li key={textOfKey(key)}>{`${name} · ${t(`inventory.renew.why.${why}`)}`}</li>
              ))}
            </ul>
          </details>
        ),
      ),
    dialog: flow.dialog,
  };
}

/** Makes all the plans; when one cannot be made, those that could are given back. */
async function all(make: (() => Promise<Plan>)[]): Promise<Plan[]> {
  const made = await Promise.allSettled(make.map((one) => one()));
  const plans = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = made.find((one) => one.status === 'rejected');
  if (!failed) return plans;
  discard(plans);
  throw failed.reason;
}
