import { IconEye, IconHandStop, IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import type { Activity } from '../../ipc/bindings';
import { HelpLink } from '../help/HelpLink';
import classes from './Activity.module.css';
import { RecheckButton } from './RecheckButton';
import { useActivityActs } from './useActivityActs';
import { VendorLine } from './VendorLine';

/** Nothing was found of an unanswered act: what was looked at, what that does not rule out, and what to do first. */
export function NotApplied({ activity }: { activity: Activity }) {
  const { recheck } = useActivityActs(activity);
  return (
    <div className={classes.unknown} data-testid="not-applied">
      <NotAppliedWords purchase={activity.effect === 'purchase'} />
      {activity.error?.vendor && <VendorLine vendor={activity.error.vendor} />}
      {recheck.error && <ErrorNotice error={recheck.error} compact />}
      <div className={classes.unknownActs}>
        <RecheckButton pending={recheck.isPending} onClick={() => recheck.mutate()} />
        <HelpLink topic="unknown" />
      </div>
    </div>
  );
}

/** The same in words alone. */
export function NotAppliedWords({ purchase }: { purchase: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        <IconEye size={15} aria-hidden />
        <span>
          <strong>{t('activity.notApplied.looked')}</strong> {t('activity.notApplied.lookedText')}
        </span>
      </p>
      <p>
        <IconHistory size={15} aria-hidden />
        <span>
          <strong>{t('activity.notApplied.later')}</strong> {t('activity.notApplied.laterText')}
        </span>
      </p>
      <p>
        <IconHandStop size={15} aria-hidden />
        <span>
          <strong>{t('activity.notApplied.first')}</strong>{' '}
          {t(purchase ? 'activity.notApplied.firstPurchase' : 'activity.notApplied.firstOther')}
        </span>
      </p>
    </>
  );
}
