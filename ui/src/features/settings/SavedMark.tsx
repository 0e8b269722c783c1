import { IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { useSaveSettings } from '../../ipc/queries/settings';
import classes from './SettingsPage.module.css';

export type Save = ReturnType<typeof useSaveSettings>;

/** How long it stands, in milliseconds. */
const SHOWN = 2500;

/** Says, for a moment, that a change was kept. */
export function SavedMark({ save }: { save: Save }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!save.isSuccess || save.submittedAt === 0) return;
    setShown(true);
    const timer = setTimeout(() => setShown(false), SHOWN);
    return () => clearTimeout(timer);
  }, [save.isSuccess, save.submittedAt]);
  return (
    <span role="status" className={classes.saved}>
      {shown && (
        <span data-testid="settings-saved">
          <IconCheck size={14} aria-hidden /> {t('settings.saved')}
        </span>
      )}
    </span>
  );
}
