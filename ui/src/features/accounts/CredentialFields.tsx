import { PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { CloudView } from '../../ipc/bindings';
import type { AccountFields } from './accountForm';

type Props = {
  cloud: CloudView;
  withSecret: boolean;
  getInputProps: UseFormReturnType<AccountFields>['getInputProps'];
};

/** Id, secret and session token under the names the cloud gives them. */
export function CredentialFields({ cloud, withSecret, getInputProps }: Props) {
  const { t } = useTranslation();
  const quiet = { autoComplete: 'off', spellCheck: false, autoCapitalize: 'off' };
  return (
    <>
      <TextInput
        label={cloud.credential.id}
        required
        disabled={!withSecret}
        {...(withSecret ? {} : { description: t('accounts.changeByRekey') })}
        data-testid="account-key-id"
        {...quiet}
        {...getInputProps('accessKeyId')}
      />
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
      {withSecret && cloud.credential.sessionToken && (
        <PasswordInput
          label={t('accounts.sessionToken')}
          description={t('accounts.sessionTokenHint')}
          data-testid="account-session-token"
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showSecret') }}
          {...quiet}
          {...getInputProps('sessionToken')}
        />
      )}
    </>
  );
}
