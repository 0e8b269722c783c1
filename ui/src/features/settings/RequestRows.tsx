import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { useWords } from '../../i18n/useWords';
import type { Settings } from '../../ipc/bindings';
import { useClouds } from '../../ipc/queries/clouds';
import type { Save } from './SavedMark';
import { SecondsInput } from './SecondsInput';
import classes from './SettingsPage.module.css';
import { SettingsRow } from './SettingsRow';

const INTERVALS = [0, 30, 60, 120, 300, 900] as const;
const PERCENTS = [100, 75, 50, 25, 10, 5] as const;

/** How often, how long and how fast the clouds are asked. */
export function RequestRows({ settings, save }: { settings: Settings; save: Save }) {
  const { t } = useTranslation();
  const words = useWords();
  const clouds = useClouds();
  const intervals = [...new Set([...INTERVALS, settings.refreshSeconds])].sort((a, b) => a - b);

  const interval = (seconds: number) => {
    if (seconds === 0) return t('settings.byHand');
    return seconds < 60
      ? t('settings.everySeconds', { count: seconds })
      : t('settings.everyMinutes', { count: seconds / 60 });
  };
  const setPercent = (cloud: string, percent: number) => {
    const { [cloud]: _, ...others } = settings.ratePercent;
    save.mutate({ ratePercent: percent === 100 ? others : { ...others, [cloud]: percent } });
  };

  return (
    <>
      <SettingsRow title={t('settings.refresh')} hint={t('settings.refreshHint')}>
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
      </SettingsRow>
      <SettingsRow title={t('settings.connect')} hint={t('settings.connectHint')}>
        {(label) => (
          <SecondsInput
            label={label}
            testId="settings-connect"
            value={settings.connectSeconds}
            usual={10}
            range={[1, 120]}
            onChange={(connectSeconds) => save.mutate({ connectSeconds })}
          />
        )}
      </SettingsRow>
      <SettingsRow title={t('settings.request')} hint={t('settings.requestHint')}>
        {(label) => (
          <SecondsInput
            label={label}
            testId="settings-request"
            value={settings.requestSeconds}
            usual={30}
            range={[3, 300]}
            onChange={(requestSeconds) => save.mutate({ requestSeconds })}
          />
        )}
      </SettingsRow>
      <SettingsRow
        title={t('settings.rate')}
        hint={t('settings.rateHint')}
        below={
          <ul className={classes.rates}>
            {clouds.map(({ id, title, rateLimitPerSecond }) => {
              const percent = settings.ratePercent[id] ?? 100;
              const percents = [...new Set([...PERCENTS, percent])].sort((a, b) => b - a);
              return (
                <li key={id}>
                  <CloudBadge cloud={id} />
                  <span className="yd-dim yd-figures">
                    {t('settings.perSecond', { count: Number(((rateLimitPerSecond * percent) / 100).toFixed(1)) })}
                  </span>
                  <Select
                    aria-label={t('settings.rateOf', { cloud: words(title) })}
                    data-testid={`settings-rate-${id}`}
                    w={160}
                    allowDeselect={false}
                    value={String(percent)}
                    onChange={(value) => setPercent(id, Number(value))}
                    data={percents.map((one) => ({
                      value: String(one),
                      label: one === 100 ? t('settings.rateFull') : t('settings.ratePart', { percent: one }),
                    }))}
                  />
                </li>
              );
            })}
          </ul>
        }
      >
        {() => null}
      </SettingsRow>
    </>
  );
}
