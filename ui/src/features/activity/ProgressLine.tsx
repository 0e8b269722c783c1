import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../ipc/bindings';
import classes from './Activity.module.css';
import { progressOf } from './standing';

/** How many of what was asked for are there: with a bar while it goes on, as a sentence in the end. */
export function ProgressLine({ activity }: { activity: Activity }) {
  const words = useProgressWords(activity);
  const progress = progressOf(activity);
  const { phase, endedAt } = activity;
  if (!progress || words === null || !(phase === 'waiting' || phase === 'partly' || phase === 'failed')) return null;
  const goesOn = phase === 'waiting' && endedAt === null;
  return (
    <div className={classes.progress} data-testid="activity-progress">
      <span className="yd-figures">{words}</span>
      {goesOn && <Progress value={(progress.done / progress.of) * 100} size="xs" aria-label={words} />}
    </div>
  );
}

/** "3 of 5 made", or what fits what the act does; `null` where nothing is counted. */
export function useProgressWords(activity: Activity): string | null {
  const { t } = useTranslation();
  const progress = progressOf(activity);
  if (!progress) return null;
  const said = { count: progress.done, of: progress.of };
  if (!progress.ordered) return t('activity.doneOf', said);
  return activity.phase === 'waiting' ? t('activity.runningOf', said) : t('activity.madeOf', said);
}
