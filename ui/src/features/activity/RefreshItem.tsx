import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatLength } from '../../components/time';
import { useNow } from '../../components/useNow';
import { commands, type InventoryStatus } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Activity.module.css';
import { PhaseBadge } from './PhaseBadge';

/** The refresh of all instances, while it runs. */
export function RefreshItem({ status: { scopes, running, startedAt } }: { status: InventoryStatus }) {
  const { t } = useTranslation();
  const now = useNow();
  const cancel = useMutation({ mutationFn: () => unwrap(commands.cancelRefresh()) });
  const done = Math.max(0, scopes - running);
  const words = t('inventory.progress', { done, scopes });
  return (
    <li className={classes.item} data-testid="activity-refresh">
      <div className={classes.head}>
        <strong>{t('activity.refresh')}</strong>
        <PhaseBadge phase="waiting" />
      </div>
      <div className={classes.where}>
        <span className="yd-figures">{words}</span>
        {startedAt !== null && (
          <span className={classes.when}>{formatLength(Math.max(now.getTime() - Date.parse(startedAt), 0), t)}</span>
        )}
      </div>
      <Progress value={scopes === 0 ? 0 : (done / scopes) * 100} size="xs" aria-label={words} />
      <div className={classes.acts}>
        <Button
          variant="default"
          size="compact-sm"
          fz={12}
          data-testid="refresh-cancel"
          onClick={() => cancel.mutate()}
        >
          {t('activity.cancel.refresh')}
        </Button>
      </div>
    </li>
  );
}
