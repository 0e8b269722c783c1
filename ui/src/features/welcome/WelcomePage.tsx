import { Loader } from '@mantine/core';
import { IconFileImport, IconFlask, IconKey, IconShieldLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../app/Mark';
import { ErrorNotice } from '../../components/ErrorNotice';
import { commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { keys } from '../../ipc/keys';
import { appInfoQuery } from '../../ipc/queries/app';
import classes from './WelcomePage.module.css';

/** The first start: what this is, and the two ways to begin. */
export function WelcomePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: info } = useQuery(appInfoQuery);
  const sandbox = useMutation({
    mutationFn: () => unwrap(commands.startSandbox()),
    onSuccess: async (accounts) => {
      client.setQueryData(keys.accounts.all, accounts);
      await client.invalidateQueries({ queryKey: keys.app.all });
      await navigate({ to: '/instances' });
    },
  });

  return (
    <section className={classes.welcome} aria-label={t('welcome.title')}>
      <div className={classes.inner}>
        <Mark size={40} />
        <h1>{t('welcome.title')}</h1>
        <p className={classes.lead}>{t('welcome.lead')}</p>
        <div className={classes.choices}>
          <button
            type="button"
            className={classes.choice}
            data-testid="welcome-try-sandbox"
            disabled={sandbox.isPending}
            onClick={() => sandbox.mutate()}
          >
            {sandbox.isPending ? <Loader size={24} /> : <IconFlask size={24} stroke={1.6} aria-hidden />}
            <strong>{t('welcome.sandbox')}</strong>
            <span>{t('welcome.sandboxHint')}</span>
          </button>
          <button
            type="button"
            className={classes.choice}
            data-testid="welcome-add-account"
            onClick={() => void navigate({ to: '/accounts', search: { add: 'any' } })}
          >
            <IconKey size={24} stroke={1.6} aria-hidden />
            <strong>{t('welcome.account')}</strong>
            <span>{t('welcome.accountHint')}</span>
          </button>
        </div>
        <button
          type="button"
          className={classes.import}
          data-testid="welcome-import"
          onClick={() => void navigate({ to: '/accounts', search: { find: 'credentials' } })}
        >
          <IconFileImport size={15} aria-hidden />
          {t('welcome.import')}
        </button>
        {sandbox.error && <ErrorNotice error={sandbox.error} />}
        <p className={classes.secrets}>
          <IconShieldLock size={15} aria-hidden />
          {info?.keychain.kind === 'unavailable' ? t('welcome.noKeychain') : t('welcome.secrets')}
        </p>
      </div>
    </section>
  );
}
