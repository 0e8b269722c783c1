import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TimeText } from '../../components/TimeText';
import type { HeldData } from '../../ipc/bindings';
import classes from './SettingsPage.module.css';

type Props = { held: HeldData; busy: boolean; onUse: () => void; onKeep: () => void };

/** What a folder that was chosen holds already, and whether it is to be used as it is. */
export function HeldDataNote({ held, busy, onUse, onKeep }: Props) {
  const { t } = useTranslation();
  const { folder, accounts, drafts, acts, latest } = held;
  return (
    <div className={classes.held} role="status" data-testid="settings-folder-held">
      <p>
        {t('settings.heldHolds', { folder, accounts, drafts, acts })}
        {latest && (
          <>
            {' '}
            {t('settings.heldLatest')} <TimeText at={latest} />
          </>
        )}
      </p>
      <p className="yd-dim">{t('settings.heldHint')}</p>
      <div className={classes.buttons}>
        <Button variant="default" size="compact-sm" onClick={onUse} disabled={busy} data-testid="settings-folder-use">
          {t('settings.heldUse')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={onKeep} disabled={busy} data-testid="settings-folder-stay">
          {t('settings.heldKeep')}
        </Button>
      </div>
    </div>
  );
}
