import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useWords } from '../../i18n/useWords';
import type { Activity } from '../../ipc/bindings';
import classes from './Activity.module.css';
import { NotApplied } from './NotApplied';
import { OutcomeUnknown } from './OutcomeUnknown';
import { Resembling } from './Resembling';

/** What there is to say of how an act stands, beside how far it is: what is known, what is not, and what to do. */
export function ActivityOutcome({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const words = useWords();
  const { phase, error, resembling, privateKey } = activity;
  return (
    <>
      {resembling.length > 0 && <Resembling activity={activity} />}
      {phase === 'preparing' && (
        <p className={classes.note} data-testid="activity-preparing">
          {t('activity.preparing')}
        </p>
      )}
      {phase === 'outcome_unknown' && <OutcomeUnknown activity={activity} />}
      {/* Until the question is answered, nothing is said of what was not found. */}
      {/* What the cloud answered to a check is no outcome that was looked for. */}
      {phase === 'not_applied' &&
        resembling.length === 0 &&
        (error?.delivery === 'answered' && error.words ? (
          <p className={classes.note} data-testid="only-checked">
            {words(error.words)}
          </p>
        ) : (
          <NotApplied activity={activity} />
        ))}
      {phase === 'not_sent' &&
        (error && error.kind !== 'cancelled' ? (
          <ErrorNotice error={error} />
        ) : (
          <p className={classes.note}>{t('activity.withdrawn')}</p>
        ))}
      {phase === 'partly' && <p className={classes.note}>{t('activity.partly')}</p>}
      {/* A lost key is said by its own notice. */}
      {(phase === 'failed' || phase === 'partly') && error && privateKey !== 'lost' && <ErrorNotice error={error} />}
    </>
  );
}
