import { IconLockOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Accounts.module.css';

/** Why secrets cannot be kept, and what that means. */
export function NoKeychain({ reason }: { reason: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.noKeychain} data-testid="no-keychain">
      <IconLockOff size={16} aria-hidden />
      <div>
        <strong>{t('accounts.noKeychain')}</strong>
        <p>{t('accounts.noKeychainHint')}</p>
        <code className="yd-code">{reason}</code>
      </div>
    </div>
  );
}
