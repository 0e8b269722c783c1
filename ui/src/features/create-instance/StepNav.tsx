import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FormScope } from '../../forms/FormScope';
import type { Params } from '../../forms/params';
import type { Schema } from '../../forms/schema';
import { isChosen, isWrong, type WizardPart, type WizardStep } from './steps';
import classes from './Wizard.module.css';

type Props = {
  parts: WizardPart[];
  current: WizardStep;
  seen: ReadonlySet<WizardStep>;
  scope: FormScope;
  schema: Schema;
  params: Params;
  onGo: (step: WizardStep) => void;
};

/** The steps; each can be gone to at any time, and says whether something in it is wrong. */
export function StepNav({ parts, current, seen, scope, schema, params, onGo }: Props) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('create.steps')}>
      <ol className={classes.steps}>
        {parts.map((part, index) => {
          const wrong = isWrong(part, { ...scope, strict: seen.has(part.id) });
          const passed = seen.has(part.id) && !wrong && part.id !== 'review';
          // Account and region are chosen in any case.
          const done = passed && (part.id === 'place' || isChosen(part, schema, params));
          const state = wrong ? 'wrong' : done ? 'done' : passed ? 'default' : 'open';
          return (
            <li key={part.id}>
              <button
                type="button"
                className={classes.stepLink}
                aria-current={part.id === current ? 'step' : undefined}
                data-testid={`wizard-step-${part.id}`}
                data-state={state}
                onClick={() => onGo(part.id)}
              >
                <span className={classes.number} aria-hidden>
                  {wrong ? <IconAlertCircle size={13} /> : passed ? <IconCheck size={13} /> : index + 1}
                </span>
                {t(`create.step.${part.id}`)}
                {state === 'default' && <span className="yd-unseen"> {t('create.stepDefault')}</span>}
                {wrong && <span className="yd-unseen"> {t('create.stepWrong')}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
