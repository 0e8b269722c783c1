import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Activity, Plan, Quote } from '../../ipc/bindings';
import { isKind } from '../../ipc/failure';
import { takeActivities } from '../../ipc/queries/activities';
import { apart, together } from '../activity/batches';
import { applyOnce, confirmTogether, discard } from './applyOnce';
import { type Answers, confirmedOf, needsNoConfirmation } from './confirmed';
import { PlanDialog } from './PlanDialog';

/** What became of a plan that was applied from the dialog. */
export type Outcome = { kind: 'applied'; activity: Activity } | { kind: 'failed'; error: unknown };

/**
 * Where the flow stands. `renewing`: the dialog is open already. `outcomes` is by plan id. `before` are the quotes of the
 * plans that these replace.
 */
export type Stage =
  | { kind: 'preparing'; renewing: boolean }
  | { kind: 'refused'; error: unknown }
  | {
      kind: 'review';
      plans: Plan[];
      applying: boolean;
      outcomes: Map<string, Outcome>;
      before: Quote[];
      note: ReactNode;
    };

/** So long may plans be made, or such go out that need no confirmation, before a dialog says so. In milliseconds. */
const UNSAID = 700;

/** Nothing was asked. */
const NOTHING: Answers = { names: {}, repeats: new Set() };

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
  const busy = useRef(false);
  const left = useRef(false);
  const note = useRef<ReactNode>(null);
  const applying = useRef(false);

  // Plans that come after the page was left are not shown to anybody any more.
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);

  const end = useCallback(() => {
    busy.current = false;
    making.current = null;
    setStage(null);
  }, []);

  const apply = useCallback(
    async (plans: Plan[], answers: Answers) => {
      if (applying.current) return;
      applying.current = true;
      const outcomes = new Map<string, Outcome>();
      const show = (busy: boolean) =>
        setStage((now) => ({
          kind: 'review',
          plans,
          applying: busy,
          outcomes: new Map(outcomes),
          before: now?.kind === 'review' ? now.before : [],
          note: note.current,
        }));
      // Back to the review, where nothing has happened.
      const back = () => {
        applying.current = false;
        show(false);
      };
      show(true);
      const agreed = await confirmTogether(plans).catch((error: unknown) => {
        for (const plan of plans) outcomes.set(plan.id, { kind: 'failed', error });
        return false;
      });
      if (!agreed) return back();
      together(plans);
      for (const plan of plans) {
        try {
          const activity = await applyOnce(plan, confirmedOf(plan, answers));
          outcomes.set(plan.id, { kind: 'applied', activity });
          takeActivities(client, [activity]);
        } catch (error) {
          apart(plan);
          // The person did not say yes to the system's question.
          if (plans.length === 1 && isKind(error, 'cancelled')) return back();
          outcomes.set(plan.id, { kind: 'failed', error });
        }
        show(true);
      }
      applying.current = false;
      const activities = [...outcomes.values()].flatMap((outcome) =>
        outcome.kind === 'applied' ? [outcome.activity] : [],
      );
      if (activities.length < plans.length) return show(false);
      end();
      onApplied?.(activities);
    },
    [client, onApplied, end],
  );

  const run = useCallback(
    async (make: Make, before: Quote[], renewing: boolean) => {
      making.current = make;
      setStage({ kind: 'preparing', renewing });
      try {
        const made = await make();
        // Cancelled, or started anew, while the plans were being made.
        const plans = Array.isArray(made) ? made : [made];
        const asks = !plans.every(needsNoConfirmation);
        if (making.current !== make || (left.current && asks)) return discard(plans);
        if (!asks) return await apply(plans, NOTHING);
        setStage({ kind: 'review', plans, applying: false, outcomes: new Map(), before, note: note.current });
      } catch (error) {
        if (making.current === make) setStage({ kind: 'refused', error });
      }
    },
    [apply],
  );

  const close = () => {
    if (applying.current) return;
    if (stage?.kind === 'review') discard(stage.plans);
    end();
  };
  const renew = () => {
    const before = stage?.kind === 'review' ? stage.plans.flatMap(({ quote }) => quote ?? []) : [];
    if (stage?.kind === 'review') discard(stage.plans);
    if (making.current) void run(making.current, before, true);
  };

  const quiet = isQuiet(stage);
  const slow = useLasts(quiet, UNSAID);
  return {
    start: useCallback(
      (make, above = null) => {
        // One at a time: a second click while plans are being made or applied is the same wish again.
        if (busy.current) return;
        busy.current = true;
        note.current = above;
        void run(make, [], false);
      },
      [run],
    ),
    busy: stage !== null,
    dialog: stage && (!quiet || slow) && (
      <PlanDialog
        stage={stage}
        onApply={(plans, answers) => void apply(plans, answers)}
        onRenew={renew}
        onClose={close}
      />
    ),
  };
}

/** Whether there is nothing to decide and nothing to read at a stage. */
function isQuiet(stage: Stage | null): boolean {
  if (stage?.kind === 'preparing') return !stage.renewing;
  return stage?.kind === 'review' && stage.applying && stage.plans.every(needsNoConfirmation);
}

/** Whether something has lasted for so many milliseconds. */
function useLasts(holds: boolean, millis: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!holds) return;
    const timer = setTimeout(() => setLasts(true), millis);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [holds, millis]);
  return lasts;
}
