import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { CopyText } from '../../components/CopyText';
import { DetailsPanel } from '../../components/DetailsPanel';
import { EffectBadge } from '../../components/EffectBadge';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { QuoteView } from '../../components/QuoteView';
import { RequestView } from '../../components/RequestView';
import { TimeText } from '../../components/TimeText';
import { useWords } from '../../i18n/useWords';
import type { JournalEntry } from '../../ipc/bindings';
import classes from './Journal.module.css';
import { OutcomeBadge } from './OutcomeBadge';

/** One act: what was asked, of whom, at what price, and what became of it. */
export function JournalDetails({ entry, onClose }: { entry: JournalEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailsPanel
      wide
      title={`${words(entry.title)} · ${entry.subject}`}
      label={t('journal.details')}
      onClose={onClose}
      subtitle={
        <>
          <OutcomeBadge outcome={entry.outcome} />
          <CloudBadge cloud={entry.cloud} label={entry.accountLabel} sandbox={entry.sandbox} />
        </>
      }
    >
      {entry.error && (
        <div className={classes.section}>
          <ErrorNotice error={entry.error} />
        </div>
      )}
      <Facts
        facts={[
          [t('common.operation'), <CopyText key="operation" text={entry.operation} what={t('common.operation')} />],
          [t('journal.effect'), <EffectBadge key="effect" effect={entry.effect} />],
          [t('common.region'), entry.region],
          [t('journal.at'), <TimeText key="at" at={entry.at} />],
          [t('journal.settledAt'), <TimeText key="settled" at={entry.settledAt} />],
          [t('common.requestId'), <CopyText key="request" text={entry.requestId} what={t('common.requestId')} />],
          [
            t('journal.resources'),
            entry.resources.length === 0
              ? undefined
              : entry.resources.map((id) =>
                  entry.effect === 'purchase' ? (
                    <div key={id}>
                      <Link to="/instances" search={{ account: entry.account, region: entry.region, instance: id }}>
                        {id}
                      </Link>
                    </div>
                  ) : (
                    <div key={id}>{id}</div>
                  ),
                ),
          ],
        ]}
      />
      {entry.quote && (
        <div className={classes.section}>
          <h3 className={classes.heading}>{t('journal.quote')}</h3>
          <QuoteView quote={entry.quote} />
        </div>
      )}
      <div className={classes.section}>
        <RequestView request={entry.request} opened />
      </div>
    </DetailsPanel>
  );
}
