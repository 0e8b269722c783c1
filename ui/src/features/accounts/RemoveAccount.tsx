import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type Account, commands } from '../../ipc/bindings';
import { isKind, unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import classes from './Accounts.module.css';

/** Asks before an account is removed from here. It touches nothing on the cloud, so it is no plan. */
export function RemoveAccount({ account, onClose }: { account: Pick<Account, 'id' | 'label'>; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (anyway: boolean) => unwrap(commands.removeAccount(account.id, anyway)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.accounts.all });
      await client.invalidateQueries({ queryKey: keys.inventory.all });
      onClose();
    },
  });
  // Acts whose outcome nobody knows: without the account nobody will.
  const open = isKind(remove.error, 'conflict') || (remove.isPending && remove.variables);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('accounts.removeTitle', { label: account.label })}
      size={440}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.removeText}>{t('accounts.removeText')}</p>
      {remove.error && <ErrorNotice error={remove.error} compact={open} />}
      {open && <p className={classes.removeText}>{t('accounts.removeAnywayText')}</p>}
      <div className={`${classes.buttons} yd-dialog-buttons`}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate(open)}
          data-testid="account-remove-confirm"
        >
          {t(open ? 'accounts.removeAnyway' : 'common.remove')}
        </Button>
      </div>
    </Modal>
  );
}
