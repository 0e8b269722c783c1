import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { Activity, Plan, Quote } from '../../ipc/bindings';
import { keys } from '../../ipc/keys';
import { applyOnce, discard } from './applyOnce';
import { PlanDialog } from './PlanDialog';

/** What became of a plan that was applied from the dialog. */
export type Outcome = { kind: 'applied'; activity: Activity } | { kind: 'failed'; error: unknown };

/** Where the flow stands. `outcomes` is by plan id. `before` is the quote of the plans that these replace. */
export type Stage =
  | { kind: 'preparing' }
  | { kind: 'refused'; error: unknown }
  | {
      kind: 'review';
      plans: Plan[];
      applying: boolean;
      outcomes: Map<string, Outcome>;
      before: Quote | null;
      note: ReactNode;
    };

type Make = () => Promise<Plan | Plan[]>;

type Flow = {
  /** Makes the plans and shows them, with a note above. Plans that need no confirmation are applied at once. */
  start: (make: Make, note?: ReactNode) => void;
  /** Whether plans are being made, shown or applied. */
  busy: boolean;
  /** To be placed somewhere in the page. */
  dialog: ReactNode;
};

/**
 * The one confirmation flow: make plans, show what will happen, apply each exactly once.
 * `onApplied` hears of the activities when every plan went through.
 */
export function usePlanFlow({ onApplied }: { onApplied?: (activities: Activity[]) => void } = {}): Flow {
  const client = useQueryClient();
  const [stage, setStage] = useState<Stage | null>(null);
  const making = useRef<Make | null>(null);
  const note = useRef<ReactNode>(null);
  const applying = useRef(false);

  const apply = useCallback(
    async (plans: Plan[], names: { [plan: string]: string }) => {
      if (applying.current) return;
      applying.current = true;
      const outcomes = new Map<string, Outcome>();
      const show = (busy: boolean) =>
        setStage((now) => ({
          kind: 'review',
          plans,
          applying: busy,
          outcomes: new Map(outcomes),
          before: now?.kind === 'review' ? now.before : null,
          note: note.current,
        }));
      show(true);
      for (const plan of plans) {
        try {
          const activity = await applyOnce(plan, plan.confirm.kind === 'type_name' ? (names[plan.id] ?? '') : null);
          outcomes.set(plan.id, { kind: 'applied', activity });
          client.setQueryData<Activity[]>(keys.activities.all, (known = []) =>
            known.some(({ id }) => id === activity.id) ? known : [activity, ...known],
          );
        } catch (error) {
          outcomes.set(plan.id, { kind: 'failed', error });
        }
        show(true);
      }
      applying.current = false;
      const activities = [...outcomes.values()].flatMap((outcome) =>
        outcome.kind === 'applied' ? [outcome.activity] : [],
      );
      if (activities.length < plans.length) return show(false);
      setStage(null);
      onApplied?.(activities);
    },
    [client, onApplied],
  );

  const run = useCallback(
    async (make: Make, before: Quote | null) => {
      making.current = make;
      setStage({ kind: 'preparing' });
      try {
        const made = await make();
        // Cancelled, or started anew, while the plans were being made.
        const plans = Array.isArray(made) ? made : [made];
        if (making.current !== make) return discard(plans);
        setStage({ kind: 'review', plans, applying: false, outcomes: new Map(), before, note: note.current });
        if (plans.every(({ confirm }) => confirm.kind === 'none')) await apply(plans, {});
      } catch (error) {
        if (making.current === make) setStage({ kind: 'refused', error });
      }
    },
    [apply],
  );

  const close = () => {
    if (applying.current) return;
    if (stage?.kind === 'review') discard(stage.plans);
    making.current = null;
    setStage(null);
  };
  const renew = () => {
    const before = stage?.kind === 'review' ? (stage.plans[0]?.quote ?? null) : null;
    if (stage?.kind === 'review') discard(stage.plans);
    if (making.current) void run(making.current, before);
  };

  return {
    start: useCallback(
      (make, above = null) => {
        note.current = above;
        void run(make, null);
      },
      [run],
    ),
    busy: stage !== null,
    dialog: stage && (
      <PlanDialog stage={stage} onApply={(plans, names) => void apply(plans, names)} onRenew={renew} onClose={close} />
    ),
  };
}
