import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Params, prunedParams } from '../../forms/params';
import { type Activity, commands, type Plan, type Quote } from '../../ipc/bindings';
import { isKind, unwrap } from '../../ipc/failure';
import { takeActivities } from '../../ipc/queries/activities';
import { applyOnce, discard } from '../plans/applyOnce';

/**
 * Where buying stands. `before`: the price of the plan that this one replaces. `refused`: why a click on the plan before was
 * refused: it had expired, its price had moved, or the same order was confirmed meanwhile.
 */
export type Purchase =
  | { kind: 'idle' }
  | { kind: 'planning' }
  | { kind: 'refused'; error: unknown }
  | { kind: 'ready'; plan: Plan; before: Quote | null; refused: unknown }
  | { kind: 'buying'; plan: Plan }
  | { kind: 'bought'; plan: Plan; activity: Activity };

/** A plan is made anew so long before it expires, in milliseconds. */
const MARGIN = 10_000;

/**
 * The plan behind the review, and buying it once. `active`: the review is on the screen and nothing is wrong. When the
 * price moved, a new plan is made and shown beside the old price: it takes another click.
 */
export function usePurchase(account: string, region: string, params: Params, active: boolean) {
  const client = useQueryClient();
  const [purchase, setPurchase] = useState<Purchase>({ kind: 'idle' });
  const [turn, setTurn] = useState(0);
  const before = useRef<Quote | null>(null);
  const refused = useRef<unknown>(null);
  const locked = useRef(false);
  const sent = JSON.stringify(prunedParams(params));

  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks for another plan of the same
  useEffect(() => {
    if (locked.current) return;
    if (!active) {
      before.current = null;
      refused.current = null;
      return setPurchase({ kind: 'idle' });
    }
    let gone = false;
    let made: Plan | null = null;
    let renewal: ReturnType<typeof setTimeout> | undefined;
    setPurchase({ kind: 'planning' });
    unwrap(commands.planCreate(account, region, JSON.parse(sent))).then(
      (plan) => {
        made = plan;
        if (gone) return discard([plan]);
        setPurchase({ kind: 'ready', plan, before: before.current, refused: refused.current });
        const left = Math.max(Date.parse(plan.expiresAt) - Date.now() - MARGIN, MARGIN);
        renewal = setTimeout(() => {
          before.current = plan.quote;
          setTurn((last) => last + 1);
        }, left);
      },
      (error) => {
        if (!gone) setPurchase({ kind: 'refused', error });
      },
    );
    return () => {
      gone = true;
      clearTimeout(renewal);
      // A plan that was applied is left alone by `discard`.
      if (made) discard([made]);
    };
  }, [account, region, sent, active, turn]);

  const renew = useCallback(() => setTurn((last) => last + 1), []);

  const buy = useCallback(
    async (plan: Plan, repeat: boolean) => {
      if (locked.current) return;
      locked.current = true;
      setPurchase({ kind: 'buying', plan });
      try {
        const activity = await applyOnce(plan, { typedName: null, repeat });
        takeActivities(client, [activity]);
        setPurchase({ kind: 'bought', plan, activity });
      } catch (error) {
        locked.current = false;
        if (isKind(error, 'cancelled')) {
          // The person did not say yes to the system's question: the plan still waits.
          setPurchase({ kind: 'ready', plan, before: before.current, refused: null });
        } else if (isKind(error, 'plan_expired')) {
          before.current = plan.quote;
          refused.current = error;
          renew();
        } else setPurchase({ kind: 'refused', error });
      }
    },
    [client, renew],
  );

  /** Back to the review, to buy again or something else. */
  const restart = useCallback(() => {
    locked.current = false;
    before.current = null;
    refused.current = null;
    setPurchase({ kind: 'idle' });
    renew();
  }, [renew]);

  return { purchase, buy, renew, restart };
}
