import { PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { CloudView } from '../../ipc/bindings';
import type { AccountFields } from './accountForm';

type Props = {
  cloud: CloudView;
  /** Whether the id may be changed. Undefined: it is not shown. */
  withId?: boolean;
  withSecret: boolean;
  /** Whether the session token stands beside the secret. */
  withToken?: boolean;
  getInputProps: UseFormReturnType<AccountFields>['getInputProps'];
};

const quiet = { autoComplete: 'off', spellCheck: false, autoCapitalize: 'off' };

/** Id, secret and session token under the names the cloud gives them. */
export function CredentialFields({ cloud, withId, withSecret, withToken = withSecret, getInputProps }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {withId !== undefined && (
        <TextInput
          label={cloud.credential.id}
          required
          disabled={!withId}
          {...(withId ? {} : { description: t('accounts.changeByRekey') })}
          data-testid="account-key-id"
          {...quiet}
          {...getInputProps('accessKeyId')}
        />
      )}
      {withSecret && (
        <PasswordInput
          label={cloud.credential.secret}
          required
          data-testid="account-secret"
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showSecret') }}
          {...quiet}
          {...getInputProps('secret')}
        />
      )}
      {withToken && <SessionToken cloud={cloud} getInputProps={getInputProps} />}
    </>
  );
}

/** The token of a temporary key, where the cloud has such. */
export function SessionToken({ cloud, getInputProps }: Pick<Props, 'cloud' | 'getInputProps'>) {
  const { t } = useTranslation();
  if (!cloud.credential.sessionToken) return null;
  return (
    <PasswordInput
      label={t('accounts.sessionToken')}
      description={t('accounts.sessionTokenHint')}
      data-testid="account-session-token"
      visibilityToggleButtonProps={{ 'aria-label': t('accounts.showSecret') }}
      {...quiet}
      {...getInputProps('sessionToken')}
    />
  );
}
