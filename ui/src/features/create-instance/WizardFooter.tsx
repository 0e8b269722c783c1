import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatOrder } from '../../components/money';
import { useWords } from '../../i18n/useWords';
import type { Plan } from '../../ipc/bindings';
import { PreparingNote } from '../plans/PreparingNote';
import type { WizardPart, WizardStep } from './steps';
import type { Purchase } from './usePurchase';
import classes from './Wizard.module.css';

type Props = {
  parts: WizardPart[];
  step: WizardStep;
  purchase: Purchase;
  /** Whether nothing is wrong with what would be bought. */
  fine: boolean;
  onGo: (step: WizardStep) => void;
  /** Whether an order that repeats one without an outcome is wanted all the same. */
  repeated: boolean;
  onBuy: (plan: Plan, repeat: boolean) => Promise<void>;
};

/** Back, on, and at the end the one button that buys. */
export function WizardFooter({ parts, step, purchase, fine, repeated, onGo, onBuy }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const at = parts.findIndex((part) => part.id === step);
  const back = parts[at - 1];
  const next = parts[at + 1];
  const plan = purchase.kind === 'ready' || purchase.kind === 'buying' ? purchase.plan : null;
  const buying = purchase.kind === 'buying';
  return (
    <footer className={classes.footer}>
      {back && (
        <Button variant="default" disabled={buying} data-testid="wizard-back" onClick={() => onGo(back.id)}>
          {t('create.back')}
        </Button>
      )}
      {buying && plan ? <PreparingNote plan={plan.id} /> : <span className={classes.spacer} />}
      {next ? (
        <>
          {next.id !== 'review' && (
            <Button variant="subtle" color="gray" data-testid="wizard-to-review" onClick={() => onGo('review')}>
              {t('create.toReview')}
            </Button>
          )}
          <Button data-testid="wizard-next" onClick={() => onGo(next.id)}>
            {t('create.next', { name: t(`create.step.${next.id}`) })}
          </Button>
        </>
      ) : (
        <Button
          size="sm"
          data-testid="wizard-buy"
          data-state={purchase.kind}
          disabled={!plan || !fine || buying || (plan.repeats !== null && !repeated)}
          loading={buying || (purchase.kind === 'planning' && fine)}
          onClick={() => plan && void onBuy(plan, repeated)}
        >
          {buyWords(plan)}
        </Button>
      )}
    </footer>
  );

  function buyWords(bought: Plan | null): string {
    // Before there is an order to buy, its number is not known.
    const count = bought?.summary?.count;
    if (count === undefined) return t('create.buy');
    return bought?.quote
      ? t('plans.buy', { count, price: formatOrder(bought.quote, words, t) })
      : t('plans.buyUnpriced', { count });
  }
}
