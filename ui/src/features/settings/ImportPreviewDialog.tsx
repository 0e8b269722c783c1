import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { TimeText } from '../../components/TimeText';
import { type Counts, commands, type ImportPreview } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { ImportedAccount } from './ImportedAccount';
import { LeftOutNote } from './LeftOutNote';
import classes from './SettingsPage.module.css';
import { useSettingWords } from './useSettingWords';

/** What an exported file would add and change; then all of it, or nothing. */
export function ImportPreviewDialog({ preview, onClose }: { preview: ImportPreview; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { nameOf, textOf } = useSettingWords();
  // What is the cloud's own place is taken unless it is unticked; anything else only when it is ticked.
  const [chosen, setChosen] = useState(() =>
    preview.accounts.filter(({ fate, effect }) => fate === 'added' && effect.usual).map(({ id }) => id),
  );
  const take = useMutation({
    mutationFn: () => unwrap(commands.takeExport(preview.id, chosen)),
    onSuccess: async (settings) => {
      client.setQueryData(keys.settings.all, settings);
      await client.invalidateQueries();
      onClose();
    },
  });
  const counts = (counted: Counts) =>
    [
      counted.added > 0 && t('settings.counts.added', { count: counted.added }),
      counted.changed > 0 && t('settings.counts.changed', { count: counted.changed }),
      counted.kept > 0 && t('settings.counts.kept', { count: counted.kept }),
    ]
      .filter(Boolean)
      .join(t('common.comma')) || t('settings.counts.none');

  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={t('settings.importTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      data-testid="import-preview"
    >
      <p className={classes.source}>
        <code className="yd-code">{preview.path}</code>
        <span className="yd-dim">
          {t('settings.importFrom', { version: preview.appVersion })} <TimeText at={preview.exportedAt} />
        </span>
      </p>
      <dl className={classes.changes}>
        <dt>{t('settings.importSettings')}</dt>
        <dd>
          {preview.settings.length === 0 && t('settings.counts.same')}
          <ul>
            {preview.settings.map(({ name, from, to }) => (
              <li key={name} data-testid="import-setting">
                {t('settings.change', { name: nameOf(name), from: textOf(name, from), to: textOf(name, to) })}
              </li>
            ))}
          </ul>
        </dd>
        <dt>{t('settings.importAccounts')}</dt>
        <dd>
          {preview.accounts.length === 0 && t('settings.counts.none')}
          <ul>
            {preview.accounts.map((change) => (
              <ImportedAccount
                key={change.id}
                change={change}
                chosen={chosen.includes(change.id)}
                onChoose={(yes) => setChosen(yes ? [...chosen, change.id] : chosen.filter((id) => id !== change.id))}
              />
            ))}
          </ul>
        </dd>
        <dt>{t('settings.importDrafts')}</dt>
        <dd>{counts(preview.drafts)}</dd>
        <dt>{t('settings.importJournal')}</dt>
        <dd>{counts(preview.journal)}</dd>
        <dt>{t('settings.importCalls')}</dt>
        <dd>{counts(preview.calls)}</dd>
      </dl>
      <LeftOutNote leftOut={preview.leftOut} words="settings.leftOut.import" />
      <p className="yd-dim">{t('settings.importSecrets')}</p>
      {take.error && <ErrorNotice error={take.error} />}
      <div className={`${classes.buttons} yd-dialog-buttons`}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button loading={take.isPending} onClick={() => take.mutate()} data-testid="import-take">
          {t('settings.importTake')}
        </Button>
      </div>
    </Modal>
  );
}
