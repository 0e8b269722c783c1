import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type Activity, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import classes from './Progress.module.css';

/** No answer came: what we know, what we are doing, and what not to do. */
export function OutcomeUnknown({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const recheck = useMutation({
    mutationFn: () => unwrap(commands.recheckActivity(activity.id)),
    onSuccess: (now) =>
      client.setQueryData<Activity[]>(keys.activities.all, (known = []) =>
        known.map((one) => (one.id === now.id ? now : one)),
      ),
  });
  return (
    <section className={classes.unknown} data-testid="outcome-unknown">
      <dl>
        <dt>{t('create.unknown.know')}</dt>
        <dd>{t('create.unknown.knowText')}</dd>
        <dt>{t('create.unknown.doing')}</dt>
        <dd>{t('create.unknown.doingText')}</dd>
        <dt>{t('create.unknown.dont')}</dt>
        <dd>{t('create.unknown.dontText')}</dd>
      </dl>
      <div>
        <Button
          variant="default"
          loading={recheck.isPending}
          data-testid="progress-recheck"
          onClick={() => recheck.mutate()}
        >
          {t('create.unknown.recheck')}
        </Button>
      </div>
      {recheck.error && <ErrorNotice error={recheck.error} compact />}
    </section>
  );
}
