import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands, type PastedJson } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './Explorer.module.css';

type Props = { cloud: string; operation: string; onRead: (read: PastedJson) => void; onClose: () => void };

/** Takes a JSON body or a query string, as found in a document, a log or a script, into the form. */
export function PasteDialog({ cloud, operation, onRead, onClose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const read = useMutation({
    mutationFn: () => unwrap(commands.readParams(cloud, operation, text)),
    // The text may hold a password: nothing of it is kept.
    gcTime: 0,
    onSuccess: (pasted) => {
      onRead(pasted);
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('explorer.paste.title')}
      size={560}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') read.mutate();
        }}
      >
        <Textarea
          value={text}
          rows={10}
          label={t('explorer.paste.label')}
          placeholder={'{ "InstanceIds": ["ins-…"] }\nInstanceIds.0=ins-…&Limit=20'}
          classNames={{ input: classes.code ?? '' }}
          spellCheck={false}
          data-autofocus
          data-testid="explorer-paste-text"
          onChange={(event) => {
            setText(event.currentTarget.value);
            read.reset();
          }}
        />
        <p className={classes.note}>{t('explorer.paste.hint')}</p>
        {read.error && <ErrorNotice error={read.error} compact />}
        <div className={`${classes.buttons} yd-dialog-buttons`}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            loading={read.isPending}
            disabled={text.trim() === ''}
            data-testid="explorer-paste-apply"
          >
            {t('explorer.paste.apply')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
