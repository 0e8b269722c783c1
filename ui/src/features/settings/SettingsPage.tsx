import { SegmentedControl, Select } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../components/CopyText';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Page } from '../../components/Page';
import type { Settings } from '../../ipc/bindings';
import { appInfoQuery } from '../../ipc/queries/app';
import { useSaveSettings, useSettings } from '../../ipc/queries/settings';
import classes from './SettingsPage.module.css';

const INTERVALS = [0, 30, 60, 120, 300, 900] as const;

/** How the program looks and behaves, and where it keeps things. Every change holds at once. */
export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useSettings();
  const save = useSaveSettings();
  const { data: info } = useQuery(appInfoQuery);
  const intervals = [...new Set([...INTERVALS, settings.refreshSeconds])].sort((a, b) => a - b);

  return (
    <Page title={t('frame.pages.settings')} scrolls>
      <div className={classes.settings}>
        {save.error && <ErrorNotice error={save.error} />}
        <h2>{t('settings.look')}</h2>
        <Row title={t('settings.language')}>
          {(label) => (
            <SegmentedControl
              aria-labelledby={label}
              data-testid="settings-language"
              value={settings.language}
              onChange={(language) => save.mutate({ language: language as Settings['language'] })}
              data={[
                { value: 'zh-CN', label: '简体中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          )}
        </Row>
        <Row title={t('settings.theme')}>
          {(label) => (
            <SegmentedControl
              aria-labelledby={label}
              data-testid="settings-theme"
              value={settings.theme}
              onChange={(theme) => save.mutate({ theme: theme as Settings['theme'] })}
              data={(['system', 'light', 'dark'] as const).map((value) => ({
                value,
                label: t(`settings.themes.${value}`),
              }))}
            />
          )}
        </Row>
        <h2>{t('settings.behaviour')}</h2>
        <Row title={t('settings.refresh')} hint={t('settings.refreshHint')}>
          {(label) => (
            <Select
              aria-labelledby={label}
              data-testid="settings-refresh"
              w={160}
              allowDeselect={false}
              value={String(settings.refreshSeconds)}
              onChange={(value) => save.mutate({ refreshSeconds: Number(value) })}
              data={intervals.map((seconds) => ({ value: String(seconds), label: interval(seconds) }))}
            />
          )}
        </Row>
        <h2>{t('settings.data')}</h2>
        <Row
          title={t('settings.keychain')}
          hint={info?.keychain.kind === 'unavailable' ? t('settings.keychainHint') : t('settings.keychainFine')}
        >
          {() =>
            info && (
              <span
                className={classes.keychain}
                data-ok={info.keychain.kind === 'available'}
                data-testid="keychain-status"
              >
                {info.keychain.kind === 'available' ? (
                  <IconCheck size={15} aria-hidden />
                ) : (
                  <IconX size={15} aria-hidden />
                )}
                {t(`settings.keychainStatus.${info.keychain.kind}`)}
              </span>
            )
          }
        </Row>
        {info?.keychain.kind === 'unavailable' && (
          <code className={`yd-code ${classes.reason}`}>{info.keychain.reason}</code>
        )}
        <Row title={t('settings.folder')} hint={t('settings.folderHint')}>
          {() => info && <CopyText text={info.dataDir} what={t('settings.folder')} />}
        </Row>
        <Row title={t('settings.version')}>
          {() => info && <span className="yd-figures">Yundeck {info.version}</span>}
        </Row>
      </div>
    </Page>
  );

  function interval(seconds: number): string {
    if (seconds === 0) return t('settings.byHand');
    return seconds < 60
      ? t('settings.everySeconds', { count: seconds })
      : t('settings.everyMinutes', { count: seconds / 60 });
  }
}

function Row({ title, hint, children }: { title: string; hint?: string; children: (labelId: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={classes.row}>
      <div className={classes.text}>
        <div id={id}>{title}</div>
        {hint && <div className={classes.hint}>{hint}</div>}
      </div>
      <div className={classes.control}>{children(id)}</div>
    </div>
  );
}
