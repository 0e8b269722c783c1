import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands, type ImportPreview } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { ImportPreviewDialog } from './ImportPreviewDialog';
import { LeftOutNote } from './LeftOutNote';
import classes from './SettingsPage.module.css';
import { SettingsRow } from './SettingsRow';

/** Taking everything but secrets along, and in again. */
export function TransferRows() {
  const { t } = useTranslation();
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const everything = useMutation({ mutationFn: () => unwrap(commands.exportEverything()) });
  const journal = useMutation({ mutationFn: () => unwrap(commands.exportJournal()) });
  const choose = useMutation({ mutationFn: () => unwrap(commands.chooseExport()), onSuccess: setPreview });
  const written = everything.data?.path ?? journal.data;
  const leftOut = everything.data?.leftOut ?? [];
  const error = everything.error ?? journal.error;

  return (
    <>
      <SettingsRow
        title={t('settings.export')}
        hint={t('settings.exportHint')}
        below={
          <>
            {written && (
              <p className={classes.note} role="status" data-testid="settings-exported">
                {t('settings.exported', { path: written })}
              </p>
            )}
            <LeftOutNote leftOut={leftOut} words="settings.leftOut.export" />
            {error && <ErrorNotice error={error} />}
          </>
        }
      >
        {() => (
          <div className={classes.buttons}>
            <Button
              variant="default"
              loading={everything.isPending}
              data-testid="settings-export"
              onClick={() => {
                journal.reset();
                everything.mutate();
              }}
            >
              {t('settings.exportAll')}
            </Button>
            <Button
              variant="default"
              loading={journal.isPending}
              data-testid="settings-export-journal"
              onClick={() => {
                everything.reset();
                journal.mutate();
              }}
            >
              {t('settings.exportJournal')}
            </Button>
          </div>
        )}
      </SettingsRow>
      <SettingsRow
        title={t('settings.import')}
        hint={t('settings.importHint')}
        below={choose.error && <ErrorNotice error={choose.error} />}
      >
        {() => (
          <Button
            variant="default"
            loading={choose.isPending}
            data-testid="settings-import"
            onClick={() => choose.mutate()}
          >
            {t('settings.importChoose')}
          </Button>
        )}
      </SettingsRow>
      {preview && <ImportPreviewDialog preview={preview} onClose={() => setPreview(null)} />}
    </>
  );
}
