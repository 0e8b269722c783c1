import { useTranslation } from 'react-i18next';
import type { LeftOut } from '../../ipc/bindings';
import classes from './SettingsPage.module.css';

type Props = { leftOut: LeftOut[]; words: 'settings.leftOut.export' | 'settings.leftOut.import' };

/** How many records an exported file lacks, and which, because the version that wrote it could not read them. */
export function LeftOutNote({ leftOut, words }: Props) {
  const { t } = useTranslation();
  if (leftOut.length === 0) return null;
  return (
    <div className={classes.note} role="status" data-testid="settings-left-out">
      {t(words, { count: leftOut.length })}
      <ul>
        {leftOut.map(({ kind, id, label }) => (
          <li key={`${kind} ${id}`}>
            {t(`settings.leftOut.${kind}`)} {label ? `${label} (${id})` : id}
          </li>
        ))}
      </ul>
    </div>
  );
}
