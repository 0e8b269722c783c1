import { IconLockOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice';
import classes from './Accounts.module.css';

/** Why secrets cannot be kept, and what that means. */
export function NoKeychain({ reason }: { reason: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.noKeychain}>
      <Notice tone="warn" icon={IconLockOff} data-testid="no-keychain">
        <b>{t('accounts.noKeychain')}</b>
        <p>{t('accounts.noKeychainHint')}</p>
        <code className="yd-code">{reason}</code>
      </Notice>
    </div>
  );
}
