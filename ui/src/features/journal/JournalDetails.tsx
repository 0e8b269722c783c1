import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { CopyButton } from '../../components/CopyButton';
import { CopyText } from '../../components/CopyText';
import { DetailsPanel } from '../../components/DetailsPanel';
import { EffectBadge } from '../../components/EffectBadge';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { QuoteView } from '../../components/QuoteView';
import { RequestView } from '../../components/RequestView';
import { TimeText } from '../../components/TimeText';
import { formatLength, formatTimeWithZone } from '../../components/time';
import { useActWords } from '../../components/useActWords';
import { useRegionName } from '../../components/useRegionName';
import { useWords } from '../../i18n/useWords';
import type { JournalEntry } from '../../ipc/bindings';
import { ActivityResources } from '../activity/ActivityResources';
import { actName } from '../activity/actName';
import { NotAppliedWords } from '../activity/NotApplied';
import { useAreInstances } from '../activity/useAreInstances';
import classes from './Journal.module.css';
import { JournalSteps } from './JournalSteps';
import { OutcomeBadge } from './OutcomeBadge';

/** One act: what was asked, of whom, at what price, and what became of it. */
export function JournalDetails({ entry, onClose }: { entry: JournalEntry; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useActWords();
  const words = useWords();
  const regionName = useRegionName();
  const counted = (entry.ordered ?? null) !== null;
  const instances = useAreInstances(entry) || (entry.effect === 'purchase' && !counted);
  return (
    <DetailsPanel
      wide
      title={actName(entry, act)}
      label={t('journal.details')}
      onClose={onClose}
      subtitle={
        <>
          <OutcomeBadge outcome={entry.outcome} />
          <CloudBadge cloud={entry.cloud} label={entry.accountLabel} sandbox={entry.sandbox} />
          <CopyButton text={rowText()} what={t('journal.row')} />
        </>
      }
    >
      {entry.outcome === 'not_applied' ? (
        <div className={classes.told}>
          <NotAppliedWords purchase={entry.effect === 'purchase'} />
        </div>
      ) : (
        entry.error && (
          <div className={classes.section}>
            <ErrorNotice error={entry.error} />
          </div>
        )
      )}
      <Facts
        facts={[
          [t('common.operation'), <CopyText key="operation" text={entry.operation} what={t('common.operation')} />],
          [t('journal.effect'), <EffectBadge key="effect" effect={entry.effect} />],
          [t('journal.vendorTitle'), words(entry.title) === act(entry) ? undefined : words(entry.title)],
          [
            t('common.region'),
            <span key="region" title={entry.region}>
              {regionName(entry.cloud, entry.region)}
            </span>,
          ],
          [t('journal.at'), <TimeText key="at" at={entry.at} show="second" />],
          [t('journal.answerTitle'), t(`journal.answer.${entry.answer ?? 'sent'}`)],
          [
            t('journal.reachedTitle'),
            showsReached(entry) ? t(`journal.reached.${entry.reached ?? 'open'}`) : undefined,
          ],
          [t('journal.originTitle'), entry.origin === 'imported' ? t('journal.imported') : undefined],
          [t('journal.settledAt'), entry.settledAt && <TimeText key="settled" at={entry.settledAt} show="second" />],
          [t('journal.took'), tookOf(entry, t)],
          [t('common.requestId'), <CopyText key="request" text={entry.requestId} what={t('common.requestId')} />],
        ]}
      />
      {entry.resources.length > 0 && (
        <div className={classes.section}>
          <h3 className={classes.heading}>{t('journal.resources')}</h3>
          <ActivityResources act={entry} ended={entry.reached !== 'open'} instances={instances} />
        </div>
      )}
      <div className={classes.section}>
        <JournalSteps id={entry.id} />
      </div>
      {entry.quote && (
        <div className={classes.section}>
          <h3 className={classes.heading}>{t('journal.quote')}</h3>
          <QuoteView quote={entry.quote} />
        </div>
      )}
      {/* A line that this version cannot read does not say it. */}
      {entry.request.url !== '' && (
        <div className={classes.section}>
          <RequestView request={entry.request} opened />
        </div>
      )}
    </DetailsPanel>
  );

  /** The line as one would paste it into a report. */
  function rowText(): string {
    const { at, accountLabel, region, requestId } = entry;
    const ids = entry.resources.map(({ id }) => id);
    const result = t(`journal.outcome.${entry.outcome}`);
    return [
      formatTimeWithZone(new Date(at)),
      result,
      actName(entry, act),
      ...ids,
      accountLabel,
      region,
      requestId ?? '',
    ]
      .filter((part) => part !== '')
      .join('\t');
  }
}

/** How long it took from its line to its end. */
function tookOf({ at, settledAt }: JournalEntry, t: TFunction): string | undefined {
  if (settledAt === null) return undefined;
  const length = Date.parse(settledAt) - Date.parse(at);
  return length >= 0 ? formatLength(length, t) : undefined;
}

/** What became of the result is said where the cloud does it, or did; else the answer says it all. */
function showsReached({ answer }: JournalEntry): boolean {
  return answer === 'accepted' || answer === 'found';
}
