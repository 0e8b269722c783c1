import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { problemText } from '../../components/problemText';
import { useWords } from '../../i18n/useWords';
import type { Effect, Problem } from '../../ipc/bindings';
import classes from './Explorer.module.css';

/** So many problems are named; for more, how many there are. */
const MOST = 4;

type Props = {
  effect: Effect;
  /** Said once a person has tried to send. */
  problems: readonly Problem[];
  unjudged: unknown;
  ready: boolean;
  busy: boolean;
  onSend: () => void;
};

/** The one button of the form, in the words of what it does. Only a read goes out by it; all else is shown first. */
export function SendBar({ effect, problems, unjudged, ready, busy, onSend }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <footer className={classes.footer}>
      {unjudged !== null && <ErrorNotice error={unjudged} compact />}
      {problems.length > 0 && (
        <ul className={classes.problems} role="alert" data-testid="explorer-problems">
          {problems.slice(0, MOST).map((problem) => (
            <li key={`${problem.path} ${problem.rule.kind}`}>
              <strong>{words(problem.field)}</strong> {problemText(problem, words, t)}
            </li>
          ))}
          {problems.length > MOST && <li>{t('explorer.send.moreProblems', { count: problems.length - MOST })}</li>}
        </ul>
      )}
      <div className={classes.send}>
        <Button
          data-testid="explorer-send"
          data-effect={effect}
          disabled={!ready}
          loading={busy}
          {...(effect === 'destroy' ? { color: 'red' } : {})}
          onClick={onSend}
        >
          {t(`explorer.send.${effect}`)}
        </Button>
        <span className={classes.sendHint}>
          {effect === 'read' ? t('explorer.send.readHint') : t('explorer.send.actHint')}
        </span>
      </div>
    </footer>
  );
}
