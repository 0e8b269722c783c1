import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import facts from '../../components/Facts.module.css';
import { TimeText } from '../../components/TimeText';
import { useActWords } from '../../components/useActWords';
import type { Instance, InstanceKey } from '../../ipc/bindings';
import { journalPageQuery } from '../../ipc/queries/journal';
import { OutcomeBadge } from '../journal/OutcomeBadge';
import classes from './Inventory.module.css';

/** So many acts are shown here; the journal has them all. */
const LATEST = 6;

/** What was done with an instance from here, the latest first, down to its creation. */
export function InstanceHistory({ instanceKey, instance }: { instanceKey: InstanceKey; instance: Instance }) {
  const { t } = useTranslation();
  const act = useActWords();
  const filter = { search: instanceKey.id, account: instanceKey.account, effect: null, outcome: null };
  const { data: page, error } = useQuery(journalPageQuery(filter, 0, LATEST));
  const total = page?.total ?? 0;
  return (
    <section className={facts.group} aria-label={t('inventory.history.title')} data-testid="instance-history">
      <h3 className={facts.title}>{t('inventory.history.title')}</h3>
      {error && <ErrorNotice error={error} compact />}
      <ol className={classes.history}>
        {page?.entries.map(({ id, at, title, outcome, operation, cloud }) => (
          <li key={id} data-operation={operation} data-outcome={outcome}>
            <TimeText at={at} />
            <span>{act({ cloud, operation, title })}</span>
            <OutcomeBadge outcome={outcome} />
          </li>
        ))}
        {instance.created && total <= LATEST && (
          <li>
            <TimeText at={instance.created} />
            <span>{t('inventory.history.created')}</span>
          </li>
        )}
      </ol>
      {total > 0 && (
        <Link to="/journal" search={{ find: instanceKey.id }} data-testid="instance-journal">
          {t('inventory.history.inJournal', { count: total })}
        </Link>
      )}
    </section>
  );
}
