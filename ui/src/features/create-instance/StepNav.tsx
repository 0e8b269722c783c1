import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FormScope } from '../../forms/FormScope';
import { isWrong, type WizardPart, type WizardStep } from './steps';
import classes from './Wizard.module.css';

type Props = {
  parts: WizardPart[];
  current: WizardStep;
  seen: ReadonlySet<WizardStep>;
  scope: FormScope;
  onGo: (step: WizardStep) => void;
};

/** The steps; each can be gone to at any time, and says whether something in it is wrong. */
export function StepNav({ parts, current, seen, scope, onGo }: Props) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('create.steps')}>
      <ol className={classes.steps}>
        {parts.map((part, index) => {
          const wrong = isWrong(part, { ...scope, strict: seen.has(part.id) });
          const done = seen.has(part.id) && !wrong && part.id !== 'review';
          return (
            <li key={part.id}>
              <button
                type="button"
                className={classes.stepLink}
                aria-current={part.id === current ? 'step' : undefined}
                data-testid={`wizard-step-${part.id}`}
                data-state={wrong ? 'wrong' : done ? 'done' : 'open'}
                onClick={() => onGo(part.id)}
              >
                <span className={classes.number} aria-hidden>
                  {wrong ? <IconAlertCircle size={13} /> : done ? <IconCheck size={13} /> : index + 1}
                </span>
                {t(`create.step.${part.id}`)}
                {wrong && <span className="yd-unseen"> {t('create.stepWrong')}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
