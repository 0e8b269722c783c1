import { Button, Loader, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { formatOrder, formatTotals } from '../../components/money';
import { sumsOf } from '../../components/quoteSums';
import { useActWords } from '../../components/useActWords';
import { useNow } from '../../components/useNow';
import { useWords } from '../../i18n/useWords';
import type { Plan } from '../../ipc/bindings';
import { isKind } from '../../ipc/failure';
import { type Answers, isConfirmed, phraseOf } from './confirmed';
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
  const act = useActWords();
  const first = stage.kind === 'review' ? stage.plans[0] : undefined;
  const applying = stage.kind === 'review' && stage.applying;
  const title = first
    ? stage.kind === 'review' && stage.plans.length > 1
      ? t('plans.several', { title: act(first), count: stage.plans.length })
      : act(first)
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
          <footer className={`${classes.footer} yd-dialog-buttons`}>
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
  const act = useActWords();
  const now = useNow();
  const [typed, setTyped] = useState('');
  const [answers, setAnswers] = useState<Answers>({ names: {}, repeats: new Set() });
  const { plans, applying, outcomes, before } = stage;
  const [plan] = plans;
  if (!plan) return <ErrorNotice error={new Error('no plan')} />;

  const ended = outcomes.size === plans.length && !applying;
  const failure = [...outcomes.values()].find((outcome) => outcome.kind === 'failed');
  const expired = plans.some(({ expiresAt }) => Date.parse(expiresAt) <= now.getTime());
  const confirmed = plans.every((one) => isConfirmed(one, answers));
  const destroys = plans.some(({ effect }) => effect === 'destroy');
  const phrase = phraseOf(plans);
  const type = (text: string) => {
    setTyped(text);
    setAnswers((all) => ({ ...all, names: Object.fromEntries(plans.map(({ id }) => [id, text])) }));
  };
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
          before={before[0] ?? null}
          typed={typed}
          onType={type}
          repeated={answers.repeats.has(plan.id)}
          onRepeat={(wanted) => want(plan.id, wanted)}
          locked={applying || ended}
        />
      ) : (
        <PlanList
          plans={plans}
          before={before}
          outcomes={outcomes}
          answers={answers}
          phrase={phrase && words(phrase)}
          typed={typed}
          onType={type}
          onRepeat={want}
          locked={applying || ended}
        />
      )}
      {plans.length === 1 && failure && <ErrorNotice error={failure.error} />}
      {expired && !ended && !applying && <p className={classes.expired}>{t('plans.expired')}</p>}
      <footer className={`${classes.footer} yd-dialog-buttons`}>
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
              {plans.length === 1 && plan.effect === 'purchase' ? buyWords(plan) : doWords(plans)}
            </Button>
          )
        )}
      </footer>
    </>
  );

  function buyWords(bought: Plan): string {
    const price = bought.quote && formatOrder(bought.quote, words, t);
    // Only what makes something new is bought; what is paid for otherwise is called what it is.
    if (!bought.summary) return price ? t('plans.paid', { title: act(bought), price }) : act(bought);
    const { count } = bought.summary;
    return price ? t('plans.buy', { count, price }) : t('plans.buyUnpriced', { count });
  }

  function doWords(all: Plan[]): string {
    const [head] = all;
    if (all.length === 1 || !head) return act(plan as Plan);
    const quotes = all.flatMap(({ quote }) => quote ?? []);
    const sums = sumsOf(quotes);
    const title = act(head);
    if (sums === null || sums.length === 0) return t('plans.do', { title, count: all.length });
    // What has no price, or not all of it, comes on top.
    const least = quotes.length < all.length || quotes.some(({ unquoted }) => (unquoted ?? []).length > 0);
    return t('plans.doPriced', { title, count: all.length, price: formatTotals(sums, t, least) });
  }
}
