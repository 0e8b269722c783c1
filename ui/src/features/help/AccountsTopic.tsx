import { Button } from '@mantine/core';
import { IconExternalLink, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PolicyText } from '../../components/PolicyText';
import { useWords } from '../../i18n/useWords';
import { type CloudView, commands } from '../../ipc/bindings';
import { unwrap } from '../../ipc/failure';
import { useClouds } from '../../ipc/queries/clouds';
import classes from './Help.module.css';
import { Lead, Part, Points, Steps } from './Parts';

/** How to get a key that may do no more than it needs, cloud by cloud, and where its secret is kept. */
export function AccountsTopic({ cloud: id }: { cloud: string | undefined }) {
  const { t } = useTranslation();
  const clouds = useClouds();
  const cloud = clouds.find((one) => one.id === id) ?? clouds[0];
  return (
    <>
      <Lead>{t('help.accounts.lead')}</Lead>
      <Part title={t('help.accounts.steps')}>
        <nav className={classes.clouds} aria-label={t('help.clouds')}>
          {clouds.map((one) => (
            <Link
              key={one.id}
              to="/help"
              search={{ topic: 'accounts', cloud: one.id }}
              aria-current={one === cloud ? 'true' : undefined}
              data-testid={`help-cloud-${one.id}`}
            >
              <CloudBadge cloud={one.id} />
            </Link>
          ))}
        </nav>
        {cloud && <OneCloud key={cloud.id} cloud={cloud} />}
      </Part>
      <Part title={t('help.accounts.secret')}>
        <Points
          texts={[t('help.accounts.secretKept'), t('help.accounts.secretSession'), t('help.accounts.secretGone')]}
        />
      </Part>
      <Part title={t('help.accounts.test')}>
        <Points
          texts={[
            t('help.accounts.testKey'),
            t('help.accounts.testRight'),
            t('help.accounts.testClock'),
            t('help.accounts.testRoute'),
          ]}
        />
      </Part>
    </>
  );
}

function OneCloud({ cloud }: { cloud: CloudView }) {
  const { t } = useTranslation();
  const words = useWords();
  const navigate = useNavigate();
  const console = useMutation({ mutationFn: () => unwrap(commands.openConsole(cloud.id)) });
  const link = useMutation({ mutationFn: (url: string) => unwrap(commands.openHelpLink(url)) });
  const error = console.error ?? link.error;
  const { help, credential } = cloud;
  return (
    <div data-testid="help-account" data-cloud={cloud.id}>
      <Steps texts={help.account.map(words)} />
      <div className={classes.acts}>
        <Button
          leftSection={<IconPlus size={14} />}
          data-testid="help-add-account"
          onClick={() => void navigate({ to: '/accounts', search: { add: cloud.id } })}
        >
          {t('help.accounts.add')}
        </Button>
        {credential.console && (
          <Button
            variant="default"
            rightSection={<IconExternalLink size={13} />}
            data-testid="help-console"
            onClick={() => console.mutate()}
          >
            {t('help.accounts.console', { cloud: words(cloud.title) })}
          </Button>
        )}
      </div>
      <h4>{t('help.accounts.policy')}</h4>
      {credential.policies ? (
        <>
          <p className={classes.hint}>{t('help.accounts.policyHint')}</p>
          <PolicyText policies={credential.policies} maxHeight={220} />
        </>
      ) : (
        <p className={classes.hint}>{t('help.accounts.noPolicy')}</p>
      )}
      <h4>{t('help.more')}</h4>
      <ul className={classes.links}>
        {help.links.map(({ title, url }) => (
          <li key={url}>
            <button
              type="button"
              className="yd-link"
              title={url}
              data-testid="help-page"
              data-url={url}
              onClick={() => link.mutate(url)}
            >
              {words(title)} <IconExternalLink size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {error && <ErrorNotice error={error} compact />}
    </div>
  );
}
