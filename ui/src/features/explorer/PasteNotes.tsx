import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import { useWords } from '../../i18n/useWords';
import type { Text } from '../../ipc/bindings';
import classes from './Explorer.module.css';

type Props = { notes: Text[]; onClose: () => void };

/** What of a pasted text was not read as it stands there. */
export function PasteNotes({ notes, onClose }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  if (notes.length === 0) return null;
  return (
    <div role="status">
      <Notice tone="warn" data-testid="explorer-paste-notes">
        <div className={classes.notesHead}>
          <span>{t('explorer.paste.notes')}</span>
          <CloseButton size="xs" aria-label={t('common.close')} onClick={onClose} />
        </div>
        <ul className={classes.notes}>
          {notes.map((note) => (
            <li key={note.en}>{words(note)}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
