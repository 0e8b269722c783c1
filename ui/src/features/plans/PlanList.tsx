import { TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatExactly, formatQuote } from '../../components/money';
import { RequestView } from '../../components/RequestView';
import { useWords } from '../../i18n/useWords';
import type { Plan, Quote } from '../../ipc/bindings';
import type { Answers } from './confirmed';
import { DiskFates } from './DiskFates';
import { happensToEach } from './happens';
import classes from './PlanDialog.module.css';
import { PlanSums } from './PlanSums';
import { RepeatsNotice } from './RepeatsNotice';
import { TargetLine } from './TargetLine';
import type { Outcome } from './usePlanFlow';

type Props = {
  plans: Plan[];
  /** The quotes of the plans that these replace. */
  before: Quote[];
  outcomes: Map<string, Outcome>;
  answers: Answers;
  /** What confirms all of them, where they are to be named. */
  phrase: string | null;
  typed: string;
  onType: (text: string) => void;
  onRepeat: (plan: string, wanted: boolean) => void;
  locked: boolean;
};

/** Several plans of the same kind, applied one after the other; what became of each stands beside it. */
export function PlanList({ plans, before, outcomes, answers, phrase, typed, onType, onRepeat, locked }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [first] = plans;
  return (
    <div className={classes.review}>
      {first && (
        <p className={classes.happens} data-effect={first.effect}>
          <EffectBadge effect={first.effect} />
          <span>{t(happensToEach(plans))}</span>
        </p>
      )}
      <ul className={classes.list}>
        {plans.map((plan) => {
          const outcome = outcomes.get(plan.id);
          return (
            <li key={plan.id}>
              <div className={classes.item}>
                <span className={classes.subject}>
                  {nameOf(plan)}
                  {plan.targets.map((target) => (
                    <Fragment key={target.id}>
                      <TargetLine target={target} />
                      {plan.effect === 'destroy' && <DiskFates disks={target.disks} />}
                    </Fragment>
                  ))}
                </span>
                <span className={classes.paid}>
                  <CloudBadge cloud={plan.cloud} label={plan.accountLabel} sandbox={plan.sandbox} />
                  {plan.quote && (
                    <span className="yd-figures" title={formatExactly(plan.quote, t)} data-testid="plan-price">
                      {formatQuote(plan.quote, t)}
                    </span>
                  )}
                  {!plan.quote && plan.noQuote && <span className="yd-dim">{words(plan.noQuote)}</span>}
                </span>
                {outcome?.kind === 'applied' && (
                  <IconCheck size={15} className={classes.applied} aria-label={t('plans.applied')} />
                )}
              </div>
              {plan.repeats && !outcome && (
                <RepeatsNotice
                  repeats={plan.repeats}
                  effect={plan.effect}
                  wanted={answers.repeats.has(plan.id)}
                  onWant={(wanted) => onRepeat(plan.id, wanted)}
                  locked={locked}
                />
              )}
              {outcome?.kind === 'failed' && <ErrorNotice error={outcome.error} compact />}
            </li>
          );
        })}
      </ul>
      <PlanSums plans={plans} before={before} />
      {phrase !== null && (
        <TextInput
          size="sm"
          label={t('plans.typeName', { name: phrase })}
          value={typed}
          disabled={locked}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          data-testid="confirm-name"
          data-name={phrase}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      )}
      {first && <RequestView request={first.request} />}
    </div>
  );
}

/** What it is done to, by its name: some acts know it by its id only. */
function nameOf({ subject, targets: [target, ...others] }: Plan): string {
  return (others.length === 0 && target?.name) || subject;
}
