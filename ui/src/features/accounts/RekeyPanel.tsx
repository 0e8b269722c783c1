import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DetailsPanel } from '../../components/DetailsPanel';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type AccountView, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { useCloud } from '../../ipc/queries/clouds';
import classes from './Accounts.module.css';
import { type AccountFields, fieldsOf, secretOf } from './accountForm';
import { CredentialFields } from './CredentialFields';
import { KeyHelp } from './KeyHelp';

/** Gives an account another key. The old secret is overwritten. */
export function RekeyPanel({ view, onClose }: { view: AccountView; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const cloud = useCloud(view.account.cloud);
  const form = useForm<AccountFields>({
    initialValues: fieldsOf(view.account, false),
    validate: ({ accessKeyId, secret }) => ({
      ...(accessKeyId.trim() === '' ? { accessKeyId: t('accounts.wrong.required') } : {}),
      ...(secret.trim() === '' ? { secret: t('accounts.wrong.required') } : {}),
    }),
  });
  const save = useMutation({
    mutationFn: (fields: AccountFields) =>
      unwrap(commands.rekeyAccount(view.account.id, fields.accessKeyId.trim(), secretOf(fields))),
    onSuccess: async () => {
      form.reset();
      await client.invalidateQueries({ queryKey: keys.accounts.all });
      onClose();
    },
  });
  if (!cloud) return null;
  const title = t('accounts.rekeyTitle', { label: view.account.label });
  return (
    <DetailsPanel wide title={title} label={title} onClose={onClose}>
      <form
        className={classes.form}
        data-testid="rekey-form"
        onSubmit={form.onSubmit((fields) => save.mutate(fields))}
        noValidate
      >
        <p className="yd-dim">{t('accounts.rekeyHint')}</p>
        <CredentialFields cloud={cloud} withSecret getInputProps={form.getInputProps} />
        <KeyHelp cloud={cloud} />
        {save.error && <ErrorNotice error={save.error} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending} data-testid="account-save">
            {t('accounts.rekey')}
          </Button>
        </div>
      </form>
    </DetailsPanel>
  );
}
