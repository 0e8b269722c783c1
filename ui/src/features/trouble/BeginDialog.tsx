import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import classes from './Trouble.module.css';

type Props = {
  title: string;
  /** What it is found by in tests, before `-dialog` and `-confirm`. */
  testId: string;
  /** What beginning is called on its button. */
  act: string;
  beginning: boolean;
  onClose: () => void;
  onBegin: () => void;
  children: ReactNode;
};

/** Asks before empty data is begun, which knows nothing of what was bought. */
export function BeginDialog({ title, testId, act, beginning, onClose, onBegin, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      attributes={{ content: { 'data-testid': `${testId}-dialog` } }}
    >
      <div className={classes.dialog}>
        {children}
        <Notice tone="warn" icon={IconAlertTriangle}>
          <p>{t('trouble.anewUnknown')}</p>
        </Notice>
        <footer className={`${classes.footer} yd-dialog-buttons`}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button data-testid={`${testId}-confirm`} loading={beginning} onClick={onBegin}>
            {act}
          </Button>
        </footer>
      </div>
    </Modal>
  );
}
