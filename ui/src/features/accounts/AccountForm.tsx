import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { type AccountView, type CloudView, commands, type SigningScheme } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { AccountProxy } from './AccountProxy';
import classes from './Accounts.module.css';
import { type AccountFields, draftOf, fieldsOf, problemsOf, secretOf } from './accountForm';
import { CaFileField } from './CaFileField';
import { ConnectionNotice } from './ConnectionNotice';
import { CredentialFields } from './CredentialFields';
import { KeyHelp } from './KeyHelp';
import { RegionsInput } from './RegionsInput';

type Props = { cloud: CloudView; view: AccountView | null; keychain: boolean; onClose: () => void };

/** An account's form in its cloud's own words. Without `view`, of a new one. */
export function AccountForm({ cloud, view, keychain, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const isNew = view === null;
  const saved = useRef(view?.account.id ?? null);
  const form = useForm<AccountFields>({
    initialValues: fieldsOf(view?.account ?? null, view ? view.secretPlace === 'session' : !keychain),
    validate: (fields) =>
      Object.fromEntries(
        Object.entries(problemsOf(fields, cloud, isNew)).map(([field, problem]) => [
          field,
          t(`accounts.wrong.${problem}`),
        ]),
      ),
  });

  // An account whose secret is kept already is tested with the kept one; the form never gets to see it.
  const test = useMutation({
    mutationFn: (fields: AccountFields) =>
      view
        ? unwrap(commands.testAccount(view.account.id))
        : unwrap(commands.testDraft(draftOf(cloud.id, fields), secretOf(fields))),
  });
  const save = useMutation({
    mutationFn: async (fields: AccountFields) => {
      const { account } = saved.current
        ? await unwrap(commands.updateAccount(saved.current, draftOf(cloud.id, fields)))
        : await unwrap(commands.addAccount(draftOf(cloud.id, fields), secretOf(fields)));
      // Should the password fail, saving once more must not add a second account.
      saved.current = account.id;
      if (fields.proxyPassword !== '')
        await unwrap(commands.keepProxyPassword(account.id, { secret: fields.proxyPassword, sessionToken: null }));
    },
    onSuccess: async () => {
      form.reset();
      await client.invalidateQueries({ queryKey: keys.accounts.all });
      await client.invalidateQueries({ queryKey: keys.inventory.all });
      onClose();
    },
  });

  const endpoint = (
    <TextInput
      label={t('accounts.endpoint')}
      description={t('accounts.endpointHint')}
      placeholder={cloud.endpointRequired ? 'https://10.0.0.1:4443' : t('accounts.endpointDefault')}
      required={cloud.endpointRequired}
      data-testid="account-endpoint"
      {...form.getInputProps('endpoint')}
    />
  );
  const caFile = <CaFileField value={form.values.caFile} onChange={(path) => form.setFieldValue('caFile', path)} />;

  return (
    <form
      className={classes.form}
      data-testid="account-form"
      onSubmit={form.onSubmit((fields) => save.mutate(fields))}
      noValidate
    >
      <TextInput
        label={t('accounts.label')}
        placeholder={t('accounts.labelHint')}
        required
        data-testid="account-label"
        {...form.getInputProps('label')}
      />
      <CredentialFields cloud={cloud} withSecret={isNew} getInputProps={form.getInputProps} />
      {isNew && <KeyHelp cloud={cloud} />}
      {cloud.endpointRequired && endpoint}
      {cloud.endpointRequired && caFile}
      <RegionsInput cloud={cloud} {...form.getInputProps('regions')} />
      <details className={classes.advanced}>
        <summary>{t('accounts.advanced')}</summary>
        <div>
          {!cloud.endpointRequired && endpoint}
          {!cloud.endpointRequired && caFile}
          {cloud.signing.length > 1 && (
            <Select
              label={t('accounts.signing')}
              data={cloud.signing.map((scheme, index) => ({
                value: index === 0 ? '' : scheme,
                label: index === 0 ? t('accounts.signingDefault', { scheme }) : scheme,
              }))}
              value={form.values.signing}
              allowDeselect={false}
              data-testid="account-signing"
              onChange={(scheme) => form.setFieldValue('signing', (scheme ?? '') as SigningScheme | '')}
            />
          )}
          <TextInput
            label={t('accounts.ownerId')}
            description={t('accounts.ownerIdHint')}
            data-testid="account-owner-id"
            {...form.getInputProps('ownerId')}
          />
          <AccountProxy
            value={form.values.proxy}
            password={form.values.proxyPassword}
            onChange={(proxy) => form.setFieldValue('proxy', proxy)}
            onPassword={(password) => form.setFieldValue('proxyPassword', password)}
          />
        </div>
      </details>
      {isNew && (
        <Checkbox
          label={keychain ? t('accounts.sessionOnly') : t('accounts.sessionForced')}
          disabled={!keychain}
          data-testid="account-session-only"
          {...form.getInputProps('keepForSession', { type: 'checkbox' })}
        />
      )}
      {test.data && <ConnectionNotice report={test.data} />}
      {test.error && <ErrorNotice error={test.error} />}
      {save.error && <ErrorNotice error={save.error} />}
      <div className={classes.buttons}>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={14} />}
          loading={test.isPending}
          data-testid="account-test"
          onClick={() => {
            if (!form.validate().hasErrors) test.mutate(form.getValues());
          }}
        >
          {t('accounts.test')}
        </Button>
        <Button type="submit" loading={save.isPending} data-testid="account-save">
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
