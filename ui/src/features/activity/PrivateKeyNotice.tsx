import { Button } from '@mantine/core';
import { IconCheck, IconDeviceFloppy, IconKey, IconKeyOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type Activity, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import classes from './PrivateKeyNotice.module.css';

/**
 * The private key that a cloud made for an act. It never comes here: the shell keeps it until it has written it to the
 * file that the person chose.
 */
export function PrivateKeyNotice({ activity: { id, privateKey } }: { activity: Activity }) {
  const { t } = useTranslation();
  const save = useMutation({ mutationFn: () => unwrap(commands.savePrivateKey(id)) });
  if (privateKey === null) return null;
  return (
    <section
      className={classes.notice}
      aria-label={t('activity.key.title')}
      data-testid="private-key"
      data-state={privateKey}
    >
      {privateKey === 'lost' ? (
        <p>
          <IconKeyOff size={15} aria-hidden />
          <span>
            <strong>{t('activity.key.lost')}</strong> {t('activity.key.lostTodo')}
          </span>
        </p>
      ) : privateKey === 'saved' ? (
        <p>
          <IconCheck size={15} aria-hidden />
          <span>{save.data ? t('activity.key.savedAs', { file: save.data }) : t('activity.key.saved')}</span>
        </p>
      ) : (
        <p>
          <IconKey size={15} aria-hidden />
          <span>
            <strong>{t('activity.key.waiting')}</strong> {t('activity.key.why')}
          </span>
          <Button
            size="compact-xs"
            leftSection={<IconDeviceFloppy size={13} />}
            data-testid="private-key-save"
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('activity.key.save')}
          </Button>
        </p>
      )}
      {save.error && <ErrorNotice error={save.error} compact />}
    </section>
  );
}
