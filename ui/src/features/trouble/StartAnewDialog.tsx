import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import classes from './Trouble.module.css';

type Props = { folder: string; beginning: boolean; onClose: () => void; onBegin: () => void };

/** What starting anew keeps and what it does not, before it is done. */
export function StartAnewDialog({ folder, beginning, onClose, onBegin }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('trouble.anewTitle')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      attributes={{ content: { 'data-testid': 'trouble-anew-dialog' } }}
    >
      <div className={classes.dialog}>
        <p>{t('trouble.anewKept', { folder })}</p>
        <p>{t('trouble.anewEmpty')}</p>
        <Notice tone="warn" icon={IconAlertTriangle}>
          <p>{t('trouble.anewUnknown')}</p>
        </Notice>
        <footer className={`${classes.footer} yd-dialog-buttons`}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button data-testid="trouble-anew-confirm" loading={beginning} onClick={onBegin}>
            {t('trouble.anewConfirm')}
          </Button>
        </footer>
      </div>
    </Modal>
  );
}
