import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import type { Activity, ActivityResource, Standing } from '../../ipc/bindings';
import classes from './ActivityResources.module.css';
import { StandingBadge } from './StandingBadge';
import { type Counted, progressOf } from './standing';

/** What went wrong stands first: of fifty things, the one that was refused is what one looks for. Nothing else moves. */
const WRONG: Standing[] = ['refused', 'broken', 'gone'];

type Act = Counted & Pick<Activity, 'account' | 'region'>;

/**
 * What comes out of an act, or what it acts on: each with what became of it and the cloud's words for that. `ended`:
 * nobody looks any longer. `instances`: they can be opened as rows of the table.
 */
export function ActivityResources({ act, ended, instances }: { act: Act; ended: boolean; instances: boolean }) {
  const { t } = useTranslation();
  const { account, region, resources } = act;
  if (resources.length === 0) return null;
  const wrong = ({ standing = 'open' }: ActivityResource) => WRONG.includes(standing);
  const ordered = [...resources.filter(wrong), ...resources.filter((thing) => !wrong(thing))];
  const missing = ended ? missingOf(act) : 0;
  return (
    <ul className={classes.resources} aria-label={t('activity.resources')}>
      {ordered.map((thing) => (
        <li key={thing.id} data-testid="activity-resource" data-id={thing.id} data-standing={thing.standing}>
          <div className={classes.thing}>
            {instances && thing.standing !== 'gone' ? (
              <Link to="/instances" search={{ account, region, instance: thing.id }}>
                {thing.id}
              </Link>
            ) : (
              <CopyText text={thing.id} what={t('common.id')} />
            )}
            <StandingBadge thing={thing} ended={ended} />
          </div>
          <CloudWords thing={thing} />
        </li>
      ))}
      {missing > 0 && (
        <li className={classes.missing} data-testid="activity-missing">
          {t('activity.notMade', { count: missing })}
        </li>
      )}
    </ul>
  );
}

/** What the cloud itself said of a thing. */
export function CloudWords({ thing: { words } }: { thing: ActivityResource }) {
  const { t } = useTranslation();
  if (!words) return null;
  return (
    <p className={classes.words}>
      <span className="yd-dim">{t('error.message')}</span> {words}
    </p>
  );
}

/** How many of what was ordered the cloud never named. */
export function missingOf(counted: Counted): number {
  return Math.max(0, (progressOf(counted)?.of ?? 0) - counted.resources.length);
}
