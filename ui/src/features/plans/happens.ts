import type { Plan } from '../../ipc/bindings';

/** What happens to each of several things that one plan each is made of, as the key of its words. */
export function happensToEach(plans: readonly Plan[]) {
  const [first] = plans;
  if (first?.effect === 'destroy') return 'plans.happens.destroyEach';
  if (first?.effect === 'purchase') return paid(plans);
  return first?.disruptive ? 'plans.happens.disruptive' : 'plans.happens.mutate';
}

function paid(plans: readonly Plan[]) {
  if (plans.every(({ sandbox }) => sandbox)) return 'plans.happens.purchaseSandbox';
  return plans.some(({ quote }) => quote !== null) ? 'plans.happens.paid' : 'plans.happens.paidUnquoted';
}
