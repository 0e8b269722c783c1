import { Button, Loader, Modal } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useActWords } from '../../components/useActWords';
import type { Unfinished, UnfinishedAct } from '../../ipc/bindings';
import classes from './LeavingDialog.module.css';

type Props = { unfinished: Unfinished; onStay: () => void; onLeave: () => void };

/** What closing the window now would leave behind, and the ways out. */
export default function LeavingDialog({ unfinished, onStay, onLeave }: Props) {
  const { t } = useTranslation();
  const actWords = useActWords();
  const { sending, unsavedKeys } = unfinished;
  const name = (act: UnfinishedAct) =>
    [actWords(act), act.subject, act.accountLabel].filter((part) => part !== '').join(' · ');

  return (
    <Modal
      opened
      onClose={onStay}
      title={t('leaving.title')}
      size={480}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('leaving.stay') }}
      attributes={{ content: { 'data-testid': 'leaving-dialog' } }}
    >
      {sending.length > 0 && (
        <section className={classes.part}>
          <p>{t('leaving.sending')}</p>
          <ul className={classes.acts}>
            {sending.map((act) => (
              <li key={name(act)}>
                <Loader size={13} aria-hidden />
                {name(act)}
              </li>
            ))}
          </ul>
          <p className="yd-dim">{t('leaving.sendingHint')}</p>
        </section>
      )}
      {unsavedKeys.length > 0 && (
        <section className={classes.part}>
          <p>{t('leaving.keys')}</p>
          <ul className={classes.acts}>
            {unsavedKeys.map((act) => (
              <li key={name(act)}>
                <IconKey size={14} aria-hidden />
                {name(act)}
              </li>
            ))}
          </ul>
          <p className="yd-dim">{t('leaving.keysHint')}</p>
        </section>
      )}
      <footer className={`${classes.footer} yd-dialog-buttons`}>
        <Button variant="default" color="red" data-testid="leaving-now" onClick={onLeave}>
          {t('leaving.now')}
        </Button>
        <Button data-testid="leaving-stay" data-autofocus onClick={onStay}>
          {t('leaving.stay')}
        </Button>
      </footer>
    </Modal>
  );
}
