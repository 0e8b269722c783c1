import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import { useRegionName } from '../../components/useRegionName';
import type { Account } from '../../ipc/bindings';
import { StepLink } from './StepLink';
import type { WizardStep } from './steps';

type Props = { account: Account; region: string; onGo: (step: WizardStep) => void };

/** Says that the first step was left out because there is nothing to choose in it, and where the order goes to. */
export function SkippedPlace({ account, region, onGo }: Props) {
  const { t } = useTranslation();
  const regionName = useRegionName();
  const place = [account.label, regionName(account.cloud, region)].join(' · ');
  return (
    <Notice tone="calm" data-testid="step-skipped">
      {t('create.skipped', { step: t('create.step.place'), place })} <StepLink step="place" onGo={onGo} />
    </Notice>
  );
}
