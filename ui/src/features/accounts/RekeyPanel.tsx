import { Button, Checkbox } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DetailsPanel } from '../../components/DetailsPanel';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type AccountView, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { appInfoQuery } from '../../ipc/queries/app';
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
  const { data: info } = useQuery(appInfoQuery);
  const keychain = info?.keychain.kind !== 'unavailable';
  const form = useForm<AccountFields>({
    initialValues: fieldsOf(view.account, view.account.sessionOnly === true),
    validate: ({ accessKeyId, secret }) => ({
      ...(accessKeyId.trim() === '' ? { accessKeyId: t('accounts.wrong.required') } : {}),
      ...(secret.trim() === '' ? { secret: t('accounts.wrong.required') } : {}),
    }),
  });
  const save = useMutation({
    // Called with nothing: the query client keeps what a mutation was called with.
    mutationFn: () => {
      const fields = form.getValues();
      return unwrap(
        commands.rekeyAccount(
          view.account.id,
          fields.accessKeyId.trim(),
          secretOf(fields),
          fields.keepForSession || !keychain,
        ),
      );
    },
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
      <form className={classes.form} data-testid="rekey-form" onSubmit={form.onSubmit(() => save.mutate())} noValidate>
        <p className="yd-dim">{t('accounts.rekeyHint')}</p>
        <CredentialFields cloud={cloud} withId withSecret getInputProps={form.getInputProps} />
        <KeyHelp cloud={cloud} />
        <Checkbox
          label={keychain ? t('accounts.sessionOnly') : t('accounts.sessionForced')}
          disabled={!keychain}
          data-testid="account-session-only"
          checked={form.values.keepForSession || !keychain}
          onChange={(event) => form.setFieldValue('keepForSession', event.currentTarget.checked)}
        />
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
