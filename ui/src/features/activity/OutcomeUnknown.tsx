import { IconEye, IconHandStop, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TimeText } from '../../components/TimeText';
import type { Activity } from '../../ipc/bindings';
import { HelpLink } from '../help/HelpLink';
import classes from './Activity.module.css';
import { RecheckButton } from './RecheckButton';
import { useActivityActs } from './useActivityActs';

/** The calm explanation of an unanswered request: what we know, what we are doing, what not to do. */
export function OutcomeUnknown({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const { recheck } = useActivityActs(activity);
  const purchase = activity.effect === 'purchase';
  return (
    <div className={classes.unknown} data-testid="outcome-unknown">
      <p>
        <IconInfoCircle size={15} aria-hidden />
        <span>
          <strong>{t('activity.unknown.know')}</strong> {t('activity.unknown.knowText')}{' '}
          <TimeText at={activity.startedAt} />
        </span>
      </p>
      <p>
        <IconEye size={15} aria-hidden />
        <span>
          <strong>{t('activity.unknown.doing')}</strong>{' '}
          {activity.endedAt !== null
            ? t('activity.unknown.doingNothing')
            : purchase
              ? t('activity.unknown.doingPurchase')
              : t('activity.unknown.doingOther')}
        </span>
      </p>
      <p>
        <IconHandStop size={15} aria-hidden />
        <span>
          <strong>{t('activity.unknown.avoid')}</strong>{' '}
          {purchase ? t('activity.unknown.avoidPurchase') : t('activity.unknown.avoidOther')}
        </span>
      </p>
      {recheck.error && <ErrorNotice error={recheck.error} compact />}
      <div className={classes.unknownActs}>
        <RecheckButton pending={recheck.isPending} onClick={() => recheck.mutate()} />
        <HelpLink topic="unknown" />
      </div>
    </div>
  );
}
