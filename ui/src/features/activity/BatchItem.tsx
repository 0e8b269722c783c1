import { ActionIcon, Menu } from '@mantine/core';
import { IconChevronRight, IconDots, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type Activity, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { takeActivities } from '../../ipc/queries/activities';
import classes from './Activity.module.css';
import { ActivityItem } from './ActivityItem';
import { batchOf, type Card } from './batches';
import { useBatchWords } from './useBatchWords';

/** Acts that were confirmed together: one card, which opens into a line for each. What asks for a look opens it by itself. */
export function BatchItem({ card: { id, standing, activities }, focus }: { card: Card; focus: string | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const words = useBatchWords();
  const focused = activities.some((one) => one.id === focus);
  const looked = focused || standing === 'asks' || standing === 'unknown';
  const [opened, setOpened] = useState(looked);
  useEffect(() => {
    if (looked) setOpened(true);
  }, [looked]);

  const waited = activities.filter(goesOn);
  const leave = useMutation({
    mutationFn: async () => {
      for (const one of waited) takeActivities(client, [await unwrap(commands.cancelActivity(one.id))]);
    },
  });
  const done = activities.filter(({ phase }) => phase === 'done').length;
  const [first] = activities;
  const size = (first && batchOf(first)?.size) ?? activities.length;
  return (
    <li
      className={classes.item}
      data-testid="activity-batch"
      data-batch={id}
      data-standing={standing}
      data-focused={focused || undefined}
    >
      <div className={classes.head}>
        <button
          type="button"
          className={classes.opener}
          aria-expanded={opened}
          data-testid="batch-open"
          onClick={() => setOpened(!opened)}
        >
          <IconChevronRight size={14} className={classes.chevron} aria-hidden />
          <strong>{words.title(activities)}</strong>
        </button>
        <span className={classes.sum} role="status">
          {words.end(activities, size) ?? t('activity.doneOf', { count: done, of: size })}
        </span>
        {waited.length > 0 && (
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t('activity.batch.more')}
                data-testid="batch-menu"
              >
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown maw={280}>
              <Menu.Item
                leftSection={<IconPlayerStop size={14} />}
                data-testid="batch-leave"
                onClick={() => leave.mutate()}
              >
                {t('activity.cancel.waiting')}
                <small className={classes.leaves}>{t('activity.cancelHint.waiting')}</small>
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {leave.error && <ErrorNotice error={leave.error} compact />}
      {opened && (
        <ul className={classes.lines}>
          {activities.map((activity) => (
            <ActivityItem key={activity.id} activity={activity} focused={activity.id === focus} inBatch />
          ))}
        </ul>
      )}
    </li>
  );
}

function goesOn({ phase, endedAt, cancelled }: Activity): boolean {
  const open = phase === 'preparing' || phase === 'sending' || phase === 'waiting' || phase === 'outcome_unknown';
  return open && endedAt === null && !cancelled;
}
