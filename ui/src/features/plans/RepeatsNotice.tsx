import { Checkbox } from '@mantine/core';
import { IconCopyCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import { TimeText } from '../../components/TimeText';
import type { Plan, Repeats } from '../../ipc/bindings';
import { PhaseBadge } from '../activity/PhaseBadge';
import classes from './RepeatsNotice.module.css';

type Props = {
  repeats: Repeats;
  effect: Plan['effect'];
  wanted: boolean;
  onWant: (wanted: boolean) => void;
  locked: boolean;
};

/** That the same order was confirmed before and has no outcome yet: doing it once more is confirmed by itself. */
export function RepeatsNotice({ repeats: { at, phase }, effect, wanted, onWant, locked }: Props) {
  const { t } = useTranslation();
  const purchase = effect === 'purchase';
  return (
    <Notice tone="warn" icon={IconCopyCheck} role="alert" data-testid="plan-repeats">
      <div className={classes.notice}>
        <b>{t(purchase ? 'plans.repeats.titlePurchase' : 'plans.repeats.title')}</b>
        <span className={classes.earlier}>
          <span>
            {t('plans.repeats.earlier')} <TimeText at={at} /> · <TimeText at={at} show="distance" />
          </span>
          <PhaseBadge phase={phase} />
        </span>
        <span>{t(purchase ? 'plans.repeats.riskPurchase' : 'plans.repeats.risk')}</span>
        <Checkbox
          size="sm"
          checked={wanted}
          disabled={locked}
          label={t(purchase ? 'plans.repeats.wantPurchase' : 'plans.repeats.want')}
          data-testid="confirm-repeat"
          onChange={(event) => onWant(event.currentTarget.checked)}
        />
      </div>
    </Notice>
  );
}
