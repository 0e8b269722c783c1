import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import type { Activity } from '../../ipc/bindings';
import classes from './Activity.module.css';
import { RecheckButton } from './RecheckButton';
import { useActivityActs } from './useActivityActs';

/**
 * What can be done about an activity, and what giving it up did and did not do. Nothing sent is undone by it. Several that were
 * confirmed together are given up together.
 */
export function ActivityActs({ activity, inBatch = false }: { activity: Activity; inBatch?: boolean }) {
  const { t } = useTranslation();
  const { recheck, cancel } = useActivityActs(activity);
  const { phase, endedAt, cancelled } = activity;
  const error = recheck.error ?? cancel.error;
  const goesOn = endedAt === null && !cancelled;
  const left = phase === 'waiting' && endedAt !== null;
  const withdrawing = (phase === 'sending' || phase === 'preparing') && cancelled;
  const open = phase === 'preparing' || phase === 'sending' || phase === 'waiting' || phase === 'outcome_unknown';
  const cancels = goesOn && open && !inBatch ? phase : null;
  if (!cancels && !left && !withdrawing && !error) return null;
  return (
    <>
      {withdrawing && <p className={classes.note}>{t('activity.withdrawing')}</p>}
      {left && <p className={classes.note}>{cancelled ? t('activity.left') : t('activity.notWaitedFor')}</p>}
      {error && <ErrorNotice error={error} compact />}
      <div className={classes.acts}>
        {left && <RecheckButton pending={recheck.isPending} onClick={() => recheck.mutate()} />}
        {cancels && (
          <>
            <Button
              variant="default"
              size="compact-sm"
              fz={12}
              loading={cancel.isPending}
              data-testid="activity-cancel"
              onClick={() => cancel.mutate()}
            >
              {t(`activity.cancel.${cancels}`)}
            </Button>
            <span className="yd-dim">{t(`activity.cancelHint.${cancels}`)}</span>
          </>
        )}
      </div>
    </>
  );
}
