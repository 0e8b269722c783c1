import { PasswordInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proxy as ProxyChoice } from '../../ipc/bindings';
import { ManualProxy, ProxyKind } from '../settings/ProxyFields';
import classes from './Accounts.module.css';

type Props = {
  value: ProxyChoice | null;
  password: string;
  onChange: (proxy: ProxyChoice | null) => void;
  onPassword: (password: string) => void;
};

/** The proxy of one account: the application's, or its own. */
export function AccountProxy({ value, password, onChange, onPassword }: Props) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <div className={classes.proxy} data-testid="account-proxy">
      <span id={label}>{t('settings.proxy')}</span>
      <ProxyKind value={value} inherits label={label} onChange={onChange} />
      {value?.kind === 'manual' && <ManualProxy value={value} onChange={onChange} />}
      {value?.kind === 'manual' && value.username && (
        <PasswordInput
          label={t('settings.proxyPassword')}
          description={t('accounts.proxyPasswordHint')}
          autoComplete="off"
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showSecret') }}
          onChange={(event) => onPassword(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
