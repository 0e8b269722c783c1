import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import classes from './Trouble.module.css';

type Props = { folder: string; beginning: boolean; onClose: () => void; onBegin: () => void };

/** Asks whether empty data is to be made in a folder that has none. */
export function EmptyFolderDialog({ folder, beginning, onClose, onBegin }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('trouble.emptyTitle')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      attributes={{ content: { 'data-testid': 'trouble-empty-dialog' } }}
    >
      <div className={classes.dialog}>
        <code className={`yd-code ${classes.path}`}>{folder}</code>
        <p>{t('trouble.emptyWhat')}</p>
        <Notice tone="warn" icon={IconAlertTriangle}>
          <p>{t('trouble.anewUnknown')}</p>
        </Notice>
        <footer className={`${classes.footer} yd-dialog-buttons`}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button data-testid="trouble-empty-confirm" loading={beginning} onClick={onBegin}>
            {t('trouble.emptyAct')}
          </Button>
        </footer>
      </div>
    </Modal>
  );
}
