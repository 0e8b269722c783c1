import { SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice';
import { MONTH_HOURS } from '../../components/monthly';
import { Page } from '../../components/Page';
import { HOURS_OF_MONTH, usePriceView } from '../../components/usePriceView';
import type { LogLevel, Settings } from '../../ipc/bindings';
import { asIpcError } from '../../ipc/failure';
import { useSaveSettings, useSettings } from '../../ipc/queries/settings';
import { AboutPanel } from '../about/AboutPanel';
import { DataRows } from './DataRows';
import { ProxyRow } from './ProxyRow';
import { RequestRows } from './RequestRows';
import { SavedMark } from './SavedMark';
import { SecondsInput } from './SecondsInput';
import classes from './SettingsPage.module.css';
import { SettingsRow } from './SettingsRow';
import { TransferRows } from './TransferRows';

const LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const satisfies readonly LogLevel[];

/** How the program looks and behaves, and where it keeps things. Every change holds at once, and that is said. */
export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useSettings();
  const save = useSaveSettings();
  const [prices, setPrices] = usePriceView();
  // What is wrong with a field stands at the field.
  const failed = save.error && asIpcError(save.error).problems.length === 0;

  return (
    <Page title={t('frame.pages.settings')} meta={<SavedMark save={save} />} scrolls>
      <div className={classes.settings}>
        {failed && <ErrorNotice error={save.error} />}
        <h2>{t('settings.look')}</h2>
        <SettingsRow title={t('settings.language')}>
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
        </SettingsRow>
        <SettingsRow title={t('settings.theme')}>
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
        </SettingsRow>
        <SettingsRow title={t('settings.monthHours')} hint={t('settings.monthHoursHint')}>
          {(label) => (
            <SecondsInput
              label={label}
              testId="settings-month-hours"
              unit="hours"
              value={prices.hours === MONTH_HOURS ? null : prices.hours}
              usual={MONTH_HOURS}
              range={HOURS_OF_MONTH}
              onChange={(hours) => setPrices({ hours: hours ?? MONTH_HOURS })}
            />
          )}
        </SettingsRow>
        <h2>{t('settings.requests')}</h2>
        <RequestRows settings={settings} save={save} />
        <ProxyRow settings={settings} save={save} />
        <h2>{t('settings.data')}</h2>
        <DataRows />
        <TransferRows />
        <SettingsRow title={t('settings.log')} hint={t('settings.logHint')}>
          {(label) => (
            <Select
              aria-labelledby={label}
              data-testid="settings-log"
              w={160}
              allowDeselect={false}
              value={settings.logLevel}
              onChange={(level) => level && save.mutate({ logLevel: level as LogLevel })}
              data={LEVELS.map((value) => ({ value, label: t(`settings.logLevels.${value}`) }))}
            />
          )}
        </SettingsRow>
        <h2>{t('about.title')}</h2>
        <AboutPanel />
      </div>
    </Page>
  );
}
