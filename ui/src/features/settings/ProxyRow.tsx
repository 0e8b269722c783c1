import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { problemText } from '../../components/problemText';
import { useWords } from '../../i18n/useWords';
import { commands, type Proxy as ProxyChoice, type Settings } from '../../ipc/bindings';
import { asIpcError, unwrap } from '../../ipc/failure';
import { ManualProxy, ProxyKind } from './ProxyFields';
import type { Save } from './SavedMark';
import classes from './SettingsPage.module.css';
import { SettingsRow } from './SettingsRow';

/** The proxy of the application. A half-typed one is not saved. */
export function ProxyRow({ settings, save }: { settings: Settings; save: Save }) {
  const { t } = useTranslation();
  const words = useWords();
  const [proxy, setProxy] = useState<ProxyChoice>(settings.proxy);
  const [password, setPassword] = useState('');
  const saved = JSON.stringify(settings.proxy);
  // Follows a change from elsewhere, such as an import; what is typed here stays while it is saved or refused.
  const quiet = save.isIdle || save.isSuccess;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of what is saved counts.
  useEffect(() => {
    if (quiet) setProxy(JSON.parse(saved) as ProxyChoice);
  }, [saved]);

  const keep = useMutation({
    // A password belongs to a proxy, so the proxy is saved first.
    mutationFn: async () => {
      if (changed()) await save.mutateAsync({ proxy: trimmed() });
      await unwrap(commands.keepProxyPassword(null, { secret: password, sessionToken: null }));
    },
    onSuccess: () => setPassword(''),
  });
  const take = (changed: ProxyChoice) => {
    setProxy(changed);
    if (changed.kind !== 'manual') save.mutate({ proxy: changed });
  };
  const changed = () => proxy.kind === 'manual' && proxy.url.trim() !== '' && JSON.stringify(proxy) !== saved;
  const trimmed = () => (proxy.kind === 'manual' ? { ...proxy, url: proxy.url.trim() } : proxy);
  const finish = () => {
    if (changed()) save.mutate({ proxy: trimmed() });
  };
  const problem = save.error ? asIpcError(save.error).problems.find(({ path }) => path === '/proxy/url') : undefined;

  return (
    <SettingsRow
      title={t('settings.proxy')}
      hint={t('settings.proxyHint')}
      below={
        proxy.kind === 'manual' && (
          <>
            <ManualProxy
              value={proxy}
              problem={problem && problemText(problem, words, t)}
              onChange={setProxy}
              onDone={finish}
            />
            {proxy.username && (
              <form
                className={classes.password}
                onSubmit={(event) => {
                  event.preventDefault();
                  keep.mutate();
                }}
              >
                <PasswordInput
                  label={t('settings.proxyPassword')}
                  description={keep.isSuccess ? t('settings.proxyPasswordKept') : t('settings.proxyPasswordHint')}
                  value={password}
                  autoComplete="off"
                  data-testid="proxy-password"
                  visibilityToggleButtonProps={{ 'aria-label': t('accounts.showSecret') }}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                />
                <Button
                  type="submit"
                  variant="default"
                  disabled={password === ''}
                  loading={keep.isPending}
                  data-testid="proxy-password-keep"
                >
                  {t('settings.proxyPasswordKeep')}
                </Button>
              </form>
            )}
            {keep.error && <ErrorNotice error={keep.error} />}
          </>
        )
      }
    >
      {(label) => <ProxyKind value={proxy} label={label} onChange={(changed) => changed && take(changed)} />}
    </SettingsRow>
  );
}
