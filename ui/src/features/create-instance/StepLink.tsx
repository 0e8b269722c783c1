import { useTranslation } from 'react-i18next';
import type { WizardStep } from './steps';

type Props = { step: WizardStep; onGo: (step: WizardStep) => void };

/** Leads from the review to the step in which something is changed. */
export function StepLink({ step, onGo }: Props) {
  const { t } = useTranslation();
  return (
    <button type="button" className="yd-link" onClick={() => onGo(step)}>
      {t('create.goMend', { name: t(`create.step.${step}`) })}
    </button>
  );
}
