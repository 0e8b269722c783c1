import { IconActivity } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DetailsPanel } from '../../components/DetailsPanel';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import type { Activity, ActivityPhase } from '../../ipc/bindings';
import { activitiesQuery } from '../../ipc/queries/activities';
import classes from './Activity.module.css';
import { ActivityItem } from './ActivityItem';

const GROUPS: { id: 'running' | 'unknown' | 'failed' | 'done'; phases: ActivityPhase[] }[] = [
  { id: 'unknown', phases: ['outcome_unknown'] },
  { id: 'running', phases: ['sending', 'waiting'] },
  { id: 'failed', phases: ['failed'] },
  { id: 'done', phases: ['done', 'not_applied'] },
];

/** What was applied: what needs a look first, then what runs, then what has ended. */
export default function ActivityPanel({ focus, onClose }: { focus: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: activities = [], error } = useQuery(activitiesQuery);
  const latestFirst = [...activities].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  const of = (phases: ActivityPhase[]): Activity[] => latestFirst.filter(({ phase }) => phases.includes(phase));

  return (
    <DetailsPanel
      wide
      title={t('activity.title')}
      label={t('activity.title')}
      onClose={onClose}
      subtitle={
        <Link to="/journal" onClick={onClose}>
          {t('activity.toJournal')}
        </Link>
      }
    >
      {error && <ErrorNotice error={error} />}
      {activities.length === 0 && !error && (
        <EmptyState icon={IconActivity} title={t('activity.bar.idle')}>
          {t('activity.emptyHint')}
        </EmptyState>
      )}
      {GROUPS.map(({ id, phases }) => {
        const found = of(phases);
        if (found.length === 0) return null;
        return (
          <section key={id} className={classes.group}>
            <h3>
              {t(`activity.group.${id}`)} <span className="yd-figures">{found.length}</span>
            </h3>
            <ul>
              {found.map((activity) => (
                <ActivityItem key={activity.id} activity={activity} focused={activity.id === focus} />
              ))}
            </ul>
          </section>
        );
      })}
    </DetailsPanel>
  );
}
