import { Button, Loader, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatTotals } from '../../components/money';
import { useNow } from '../../components/useNow';
import { useWords } from '../../i18n/useWords';
import type { Plan } from '../../ipc/bindings';
import { isKind } from '../../ipc/failure';
import { type Answers, isConfirmed } from './confirmed';
import classes from './PlanDialog.module.css';
import { PlanList } from './PlanList';
import { PlanReview } from './PlanReview';
import { PreparingNote } from './PreparingNote';
import type { Stage } from './usePlanFlow';

type Props = {
  stage: Stage;
  onApply: (plans: Plan[], answers: Answers) => void;
  onRenew: () => void;
  onClose: () => void;
};

/** What is about to happen, to be confirmed. Use it through `usePlanFlow`. */
export function PlanDialog({ stage, onApply, onRenew, onClose }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const first = stage.kind === 'review' ? stage.plans[0] : undefined;
  const applying = stage.kind === 'review' && stage.applying;
  const title = first
    ? stage.kind === 'review' && stage.plans.length > 1
      ? t('plans.several', { title: words(first.title), count: stage.plans.length })
      : words(first.title)
    : t(stage.kind === 'refused' ? 'plans.refused' : 'plans.preparing');

  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={600}
      closeOnClickOutside={false}
      closeOnEscape={!applying}
      attributes={{ content: { 'data-testid': 'confirm-dialog' } }}
      closeButtonProps={{ 'aria-label': t('common.close'), disabled: applying }}
      classNames={{ title: classes.title ?? '', header: classes.header ?? '', body: classes.body ?? '' }}
    >
      {stage.kind === 'preparing' && (
        <div className={classes.preparing}>
          <Loader size="sm" />
        </div>
      )}
      {stage.kind === 'refused' && (
        <>
          <ErrorNotice error={stage.error} />
          <footer className={classes.footer}>
            <Button variant="default" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button onClick={onRenew}>{t('common.retry')}</Button>
          </footer>
        </>
      )}
      {stage.kind === 'review' && (
        <Review key={first?.id} stage={stage} onApply={onApply} onRenew={onRenew} onClose={onClose} />
      )}
    </Modal>
  );
}

function Review({
  stage,
  onApply,
  onRenew,
  onClose,
}: Omit<Props, 'stage'> & { stage: Extract<Stage, { kind: 'review' }> }) {
  const { t } = useTranslation();
  const words = useWords();
  const now = useNow();
  const [answers, setAnswers] = useState<Answers>({ names: {}, repeats: new Set() });
  const { plans, applying, outcomes, before } = stage;
  const [plan] = plans;
  if (!plan) return <ErrorNotice error={new Error('no plan')} />;

  const ended = outcomes.size === plans.length && !applying;
  const failure = [...outcomes.values()].find((outcome) => outcome.kind === 'failed');
  const expired = plans.some(({ expiresAt }) => Date.parse(expiresAt) <= now.getTime());
  const confirmed = plans.every((one) => isConfirmed(one, answers));
  const destroys = plans.some(({ effect }) => effect === 'destroy');
  const rename = (id: string, name: string) => setAnswers((all) => ({ ...all, names: { ...all.names, [id]: name } }));
  const want = (id: string, wanted: boolean) =>
    setAnswers((all) => {
      const others = [...all.repeats].filter((one) => one !== id);
      return { ...all, repeats: new Set(wanted ? [...others, id] : others) };
    });
  // Once a part went through, making all plans anew would do that part twice.
  const untouched = [...outcomes.values()].every((outcome) => outcome.kind === 'failed');
  const renewable = untouched && (expired || (failure && isKind(failure.error, 'plan_expired')));

  return (
    <>
      {stage.note && <div className={classes.note}>{stage.note}</div>}
      {plans.length === 1 ? (
        <PlanReview
          plan={plan}
          before={before}
          typed={answers.names[plan.id] ?? ''}
          onType={(name) => rename(plan.id, name)}
          repeated={answers.repeats.has(plan.id)}
          onRepeat={(wanted) => want(plan.id, wanted)}
          locked={applying || ended}
        />
      ) : (
        <PlanList
          plans={plans}
          outcomes={outcomes}
          answers={answers}
          onType={rename}
          onRepeat={want}
          locked={applying || ended}
        />
      )}
      {plans.length === 1 && failure && <ErrorNotice error={failure.error} />}
      {expired && !ended && !applying && <p className={classes.expired}>{t('plans.expired')}</p>}
      <footer className={classes.footer}>
        {applying && <PreparingNote plan={plans[outcomes.size]?.id ?? plan.id} />}
        <Button variant="default" disabled={applying} onClick={onClose}>
          {ended ? t('common.close') : t('common.cancel')}
        </Button>
        {renewable && !applying ? (
          <Button onClick={onRenew} data-testid="confirm-renew">
            {t('plans.renew')}
          </Button>
        ) : (
          !ended && (
            <Button
              color={destroys ? 'red' : 'ink'}
              disabled={!confirmed || applying}
              loading={applying}
              data-testid="confirm-apply"
              onClick={() => onApply(plans, answers)}
            >
              {plan.effect === 'purchase' ? buyWords(plan) : words(plan.title)}
            </Button>
          )
        )}
      </footer>
    </>
  );

  function buyWords(bought: Plan): string {
    const count = bought.summary?.count ?? 1;
    return bought.quote
      ? t('plans.buy', { count, price: formatTotals(bought.quote.totals, t) })
      : t('plans.buyUnpriced', { count });
  }
}
