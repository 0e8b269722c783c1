import { IconActivity } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DetailsPanel } from '../../components/DetailsPanel';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { activitiesQuery } from '../../ipc/queries/activities';
import { inventoryStatusQuery } from '../../ipc/queries/inventory';
import classes from './Activity.module.css';
import { ActivityItem } from './ActivityItem';
import { BatchItem } from './BatchItem';
import { cardsOf, STANDINGS } from './batches';
import { RefreshItem } from './RefreshItem';
import { useClearActivities } from './useActivityActs';

/** What was applied, and the refresh: what needs a look first, then what runs, then what has ended. */
export default function ActivityPanel({ focus, onClose }: { focus: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: activities = [], error } = useQuery(activitiesQuery);
  const { data: refresh } = useQuery(inventoryStatusQuery);
  const clear = useClearActivities();
  const latestFirst = [...activities].sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  const refreshing = (refresh?.running ?? 0) > 0;
  const cards = cardsOf(latestFirst);
  const groups = STANDINGS.map((id) => ({ id, found: cards.filter(({ standing }) => standing === id) }));
  const shown = groups.filter(({ id, found }) => found.length > 0 || (id === 'running' && refreshing));
  const clearable = groups.some(
    ({ id, found }) => (id === 'failed' || id === 'partly' || id === 'ended') && found.length > 0,
  );

  return (
    <DetailsPanel
      wide
      yields
      title={t('activity.title')}
      label={t('activity.title')}
      onClose={onClose}
      subtitle={
        <>
          <Link to="/journal" onClick={onClose}>
            {t('activity.toJournal')}
          </Link>
          {clearable && (
            <button type="button" className="yd-link" data-testid="activity-clear" onClick={() => clear.mutate()}>
              {t('activity.clear')}
            </button>
          )}
        </>
      }
    >
      {error && <ErrorNotice error={error} />}
      {shown.length === 0 && !error && (
        <EmptyState icon={IconActivity} title={t('activity.bar.idle')}>
          {t('activity.emptyHint')}
        </EmptyState>
      )}
      {shown.map(({ id, found }) => (
        <section key={id} className={classes.group} data-testid={`activity-group-${id}`}>
          <h3>
            {t(`activity.group.${id}`)}{' '}
            <span className="yd-figures">{found.length + (id === 'running' && refreshing ? 1 : 0)}</span>
          </h3>
          <ul>
            {id === 'running' && refreshing && refresh && <RefreshItem status={refresh} />}
            {found.map((card) => {
              const [only, ...others] = card.activities;
              if (others.length > 0) return <BatchItem key={card.id} card={card} focus={focus} />;
              return only && <ActivityItem key={only.id} activity={only} focused={only.id === focus} />;
            })}
          </ul>
        </section>
      ))}
    </DetailsPanel>
  );
}
