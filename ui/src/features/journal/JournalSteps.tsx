import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TimeText } from '../../components/TimeText';
import type { JournalStep } from '../../ipc/bindings';
import { journalStepsQuery } from '../../ipc/queries/journal';
import classes from './JournalSteps.module.css';

/** Reasons that the shell notes with a word of its own; anything else that it notes is an id or a cloud's code. */
const REASONS = [
  'not_waited_for',
  'elsewhere',
  'cannot_poll',
  'too_late',
  'not_everywhere',
  'unchanged',
  'no_trace',
  'restarted',
] as const;

/** What happened to an act, from its confirmation on, each with its time. Lines of older versions have none. */
export function JournalSteps({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: steps = [], error } = useQuery(journalStepsQuery(id));
  if (error) return <ErrorNotice error={error} compact />;
  if (steps.length === 0) return null;
  return (
    <section aria-label={t('journal.steps')} data-testid="journal-steps">
      <h3 className={classes.heading}>{t('journal.steps')}</h3>
      <ol className={classes.steps}>
        {steps.map((step, number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added, at the end
          <li key={number} data-step={step.step}>
            <TimeText at={step.at} show="second" />
            <span>
              {t(`journal.step.${step.step}`)} <Note step={step} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Note({ step: { note } }: { step: JournalStep }) {
  const { t } = useTranslation();
  if (!note) return null;
  const reason = REASONS.find((one) => one === note);
  return reason ? (
    <span className="yd-dim">{t(`journal.reason.${reason}`)}</span>
  ) : (
    <code className="yd-code">{note}</code>
  );
}
