import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TimeText } from '../../components/TimeText';
import type { Attention } from '../../ipc/bindings';
import classes from './Inventory.module.css';

/** What a person has to know of an instance beside its state: a word for a row, the whole of it as its hint. */
export function AttentionWord({ attention }: { attention: Attention }) {
  const { t } = useTranslation();
  return (
    <span className={classes.soon} title={t(`attention.sentence.${attention.kind}`)} data-testid="attention-word">
      {t(`attention.word.${attention.kind}`)}
    </span>
  );
}

/** The same in a sentence, with the day on which the cloud lets the instance go, where it says so. */
export function AttentionNotice({ attention }: { attention: Attention }) {
  const { t } = useTranslation();
  const release = 'release' in attention ? attention.release : null;
  return (
    <p role="note" className={classes.attention} data-testid="attention">
      <IconAlertTriangle size={15} aria-hidden />
      <span>
        {t(`attention.sentence.${attention.kind}`)}
        {release && (
          <>
            {' '}
            {t('attention.release')} <TimeText at={release} show="date" />
          </>
        )}
      </span>
    </p>
  );
}
