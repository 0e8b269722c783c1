import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { regionsOf } from '../../forms/useRegions';
import { useWords } from '../../i18n/useWords';
import { type AccountView, type CloudView, commands, type SigningScheme } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { useAccounts } from '../../ipc/queries/accounts';
import { AccountProxy } from './AccountProxy';
import classes from './Accounts.module.css';
import {
  type AccountFields,
  areSame,
  draftOf,
  fieldsOf,
  freeLabel,
  goesElsewhere,
  problemsOf,
  secretOf,
} from './accountForm';
import { CaFileField } from './CaFileField';
import { ConnectionNotice } from './ConnectionNotice';
import { CredentialFields, SessionToken } from './CredentialFields';
import { CurrencyField } from './CurrencyField';
import { EndpointField } from './EndpointField';
import { KeyHelp } from './KeyHelp';
import { PlaceChange } from './PlaceChange';
import { ProjectsInput } from './ProjectsInput';
import { RegionsInput } from './RegionsInput';

type Props = {
  cloud: CloudView;
  view: AccountView | null;
  keychain: boolean;
  onClose: () => void;
  /** A new account is there; whether it is the first one. */
  onAdded: (first: boolean) => void;
};

/** An account's form in its cloud's own words. Without `view`, of a new one. */
export function AccountForm({ cloud, view, keychain, onClose, onAdded }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const client = useQueryClient();
  const isNew = view === null;
  const usual = freeLabel(
    words(cloud.title),
    useAccounts().map(({ account }) => account.label),
  );
  const named = (fields: AccountFields) => (isNew && fields.label.trim() === '' ? { ...fields, label: usual } : fields);
  const saved = useRef(view?.account.id ?? null);
  // What is kept of it: nothing where the secret has to be entered anyway.
  const moved = (fields: AccountFields) => view !== null && goesElsewhere(view.account, fields);
  const form = useForm<AccountFields>({
    initialValues: fieldsOf(view?.account ?? null, view ? view.account.sessionOnly === true : !keychain),
    validate: (fields) =>
      Object.fromEntries(
        Object.entries(
          problemsOf(named(fields), cloud, isNew || (moved(fields) && view.secretPlace !== 'missing')),
        ).map(([field, problem]) => [field, t(`accounts.wrong.${problem}`)]),
      ),
  });

  /** The secret of an account that is kept already, where it was entered again; the form never gets to see the kept one. */
  const secretAnew = (fields: AccountFields) =>
    moved(fields) && fields.secret.trim() !== '' ? secretOf(fields) : null;
  // The query client keeps what a mutation was called with: these are called with nothing, and what they are about stands here.
  const tested = useRef(form.getValues());
  const taken = useRef(form.getValues());
  // What stands in the form is tested, never what is kept.
  const test = useMutation({
    mutationFn: () => {
      const fields = tested.current;
      const draft = draftOf(cloud.id, named(fields));
      const password = fields.proxyPassword === '' ? null : { secret: fields.proxyPassword, sessionToken: null };
      return view
        ? unwrap(commands.testChange(view.account.id, draft, secretAnew(fields), password))
        : unwrap(commands.testDraft(draft, secretOf(fields), password));
    },
  });
  const save = useMutation({
    mutationFn: async () => {
      const fields = taken.current;
      const draft = draftOf(cloud.id, named(fields));
      const { account } = saved.current
        ? await unwrap(commands.updateAccount(saved.current, draft, secretAnew(fields)))
        : await unwrap(commands.addAccount(draft, secretOf(fields)));
      // Should the password fail, saving once more must not add a second account.
      saved.current = account.id;
      if (fields.proxyPassword !== '')
        await unwrap(commands.keepProxyPassword(account.id, { secret: fields.proxyPassword, sessionToken: null }));
    },
    onSuccess: async () => {
      form.reset();
      tested.current = form.getValues();
      taken.current = form.getValues();
      // What it says then stands on the account's card, and lists the regions.
      const told = () => client.invalidateQueries({ queryKey: keys.accounts.all });
      if (saved.current) void unwrap(commands.testAccount(saved.current)).then(told, told);
      await client.invalidateQueries({ queryKey: keys.accounts.all });
      await client.invalidateQueries({ queryKey: keys.inventory.all });
      if (isNew) onAdded(first.current);
      else onClose();
    },
  });

  const tryOut = (fields: AccountFields) => {
    tested.current = fields;
    return test.mutateAsync().catch(() => null);
  };
  const take = (fields: AccountFields) => {
    taken.current = fields;
    save.mutate();
  };

  // A change after the test makes its result that of something else.
  const asTested = (fields: AccountFields) => areSame(tested.current, fields);
  const first = useRef(client.getQueryData<AccountView[]>(keys.accounts.all)?.length === 0);
  const submit = async (fields: AccountFields) => {
    // A new account is tested before it is kept, unless these very data were; one that fails is kept only when that is wanted.
    const known = test.data && asTested(fields) ? test.data : null;
    const passed = !isNew || saved.current !== null || (known ?? (await tryOut(fields)))?.ok;
    if (passed) take(fields);
  };
  const shown = !test.isPending && asTested(form.values);
  const failed = isNew && shown && (test.error !== null || test.data?.ok === false);

  const endpoint = (
    <EndpointField
      cloud={cloud}
      region={form.values.regions[0] ?? ''}
      value={form.values.endpoint}
      input={form.getInputProps('endpoint')}
    />
  );
  const caFile = (
    <CaFileField
      value={form.values.caFile}
      onChange={(path, chosen) => form.setValues({ caFile: path, ...(chosen ? { caAnew: true } : {}) })}
    />
  );
  const elsewhere = moved(form.values);

  return (
    <form
      className={classes.form}
      data-testid="account-form"
      onSubmit={form.onSubmit((fields) => void submit(fields))}
      noValidate
    >
      <TextInput
        label={t('accounts.label')}
        placeholder={isNew ? usual : t('accounts.labelHint')}
        required={!isNew}
        data-testid="account-label"
        {...form.getInputProps('label')}
      />
      <CredentialFields
        cloud={cloud}
        withId={isNew}
        withSecret={isNew}
        withToken={false}
        getInputProps={form.getInputProps}
      />
      {isNew && <KeyHelp cloud={cloud} />}
      {cloud.endpointRequired && endpoint}
      {cloud.endpointRequired && caFile}
      <RegionsInput
        cloud={{ ...cloud, regions: regionsOf(cloud, view?.listed ?? null) }}
        {...form.getInputProps('regions')}
      />
      <details className={classes.advanced}>
        <summary>{t('accounts.advanced')}</summary>
        <div>
          {isNew && <SessionToken cloud={cloud} getInputProps={form.getInputProps} />}
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
          <CurrencyField
            cloud={cloud}
            region={form.values.regions[0] ?? ''}
            endpoint={form.values.endpoint}
            value={form.values.currency}
            onChange={(currency) => form.setFieldValue('currency', currency)}
          />
          {cloud.hasProjects && (
            <ProjectsInput
              account={view?.account ?? null}
              value={form.values.projects}
              onChange={(projects) => form.setFieldValue('projects', projects)}
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
      {view && elsewhere && (
        <PlaceChange cloud={cloud} account={view.account} fields={form.values} getInputProps={form.getInputProps} />
      )}
      {(isNew || elsewhere) && (
        <Checkbox
          label={keychain ? t('accounts.sessionOnly') : t('accounts.sessionForced')}
          disabled={!keychain}
          data-testid="account-session-only"
          {...form.getInputProps('keepForSession', { type: 'checkbox' })}
        />
      )}
      {shown && test.data && <ConnectionNotice report={test.data} />}
      {shown && test.error && <ErrorNotice error={test.error} />}
      {save.error && <ErrorNotice error={save.error} />}
      <div className={classes.buttons}>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={14} />}
          loading={test.isPending}
          data-testid="account-test"
          onClick={() => {
            if (!form.validate().hasErrors) void tryOut(form.getValues());
          }}
        >
          {t('accounts.test')}
        </Button>
        {failed && (
          <Button
            variant="default"
            loading={save.isPending}
            data-testid="account-save-anyway"
            onClick={() => {
              if (!form.validate().hasErrors) take(form.getValues());
            }}
          >
            {t('accounts.saveAnyway')}
          </Button>
        )}
        <Button type="submit" loading={save.isPending} disabled={test.isPending} data-testid="account-save">
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
