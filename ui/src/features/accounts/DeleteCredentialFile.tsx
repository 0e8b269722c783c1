import { Button, Modal } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands, type FoundPlaceView } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Import.module.css';

type Props = { place: FoundPlaceView; left: number; disabled: boolean; onDeleted: () => unknown };

/** Deletes a file with keys in plain text. Offered when all its keys are in accounts; else only for who insists. */
export function DeleteCredentialFile({ place, left, disabled, onDeleted }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => unwrap(commands.deleteCredentialFile(place.id, left > 0)),
    onSuccess: async () => {
      setAsked(false);
      await onDeleted();
    },
  });
  return (
    <>
      <Button
        variant={left === 0 ? 'light' : 'subtle'}
        color={left === 0 ? 'red' : 'gray'}
        size="compact-xs"
        leftSection={<IconTrash size={13} />}
        disabled={disabled}
        data-testid="import-delete"
        data-left={left}
        onClick={() => setAsked(true)}
      >
        {left === 0 ? t('import.delete') : t('import.deleteAnyway')}
      </Button>
      {asked && (
        <Modal
          opened
          onClose={() => setAsked(false)}
          size={480}
          title={t('import.deleteTitle')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <p className={classes.path}>
            <code className="yd-code">{place.path}</code>
          </p>
          {left > 0 && (
            <p className={classes.problem}>
              {place.problem ? t('import.deleteUnread') : t('import.deleteLeft', { count: left })}
            </p>
          )}
          <p>{t('import.deleteText', { tool: place.tool })}</p>
          <p className="yd-dim">{t('import.deleteNotSecure')}</p>
          {remove.error && <ErrorNotice error={remove.error} />}
          <div className={`${classes.footer} yd-dialog-buttons`}>
            <span />
            <Button variant="default" onClick={() => setAsked(false)} data-autofocus>
              {t('import.deleteKeep')}
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
              data-testid="import-delete-confirm"
            >
              {t('import.deleteConfirm')}
            </Button>
          </div>
        </Modal>
      )}
    </>
  );
}
