import { IconExternalLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PolicyText } from '../../components/PolicyText';
import { type CloudView, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { HelpLink } from '../help/HelpLink';
import classes from './Accounts.module.css';

/** Where a key is made, and the least it must be allowed to do. */
export function KeyHelp({ cloud }: { cloud: CloudView }) {
  const { t } = useTranslation();
  const open = useMutation({ mutationFn: () => unwrap(commands.openConsole(cloud.id)) });
  const { console: link, policies } = cloud.credential;
  return (
    <div className={classes.help}>
      <HelpLink topic="accounts" cloud={cloud.id}>
        {t('accounts.howTo')}
      </HelpLink>
      {link && (
        <button type="button" className="yd-link" onClick={() => open.mutate()} data-testid="account-console">
          {t('accounts.console')} <IconExternalLink size={13} aria-hidden />
        </button>
      )}
      {policies && (
        <details>
          <summary>{t('accounts.policy')}</summary>
          <PolicyText policies={policies} maxHeight={180} />
        </details>
      )}
      {open.error && <ErrorNotice error={open.error} compact />}
    </div>
  );
}
