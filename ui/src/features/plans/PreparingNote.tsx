import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { activitiesQuery } from '../../ipc/queries/activities';
import { useActivityActs } from '../activity/useActivityActs';
import classes from './PreparingNote.module.css';

/** While what was confirmed is looked at once more: nothing was sent, and it can still be withdrawn. */
export function PreparingNote({ plan }: { plan: string }) {
  const { t } = useTranslation();
  const { data: activities = [] } = useQuery(activitiesQuery);
  const { cancel } = useActivityActs({ id: plan });
  const activity = activities.find(({ id }) => id === plan);
  if (activity?.phase !== 'preparing') return null;
  const { cancelled } = activity;
  return (
    <span className={classes.preparing} role="status" data-testid="plan-preparing">
      <span>{t(cancelled ? 'activity.withdrawing' : 'activity.preparing')}</span>
      {!cancelled && (
        <Button
          variant="default"
          size="compact-sm"
          fz={12}
          loading={cancel.isPending}
          data-testid="plan-withdraw"
          onClick={() => cancel.mutate()}
        >
          {t('activity.cancel.preparing')}
        </Button>
      )}
    </span>
  );
}
