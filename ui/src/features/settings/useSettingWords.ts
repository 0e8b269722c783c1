import { useTranslation } from 'react-i18next';
import { useWords } from '../../i18n/useWords';
import type { Settings } from '../../ipc/bindings';
import { useClouds } from '../../ipc/queries/clouds';

/** The settings and their values in the words of the page. */
export function useSettingWords() {
  const { t } = useTranslation();
  const words = useWords();
  const clouds = useClouds();
  const seconds = (value: number | null) =>
    value === null ? t('settings.usual') : `${value}${t('settings.secondsSuffix')}`;

  function textOf(name: string, json: string): string {
    const one: Partial<Settings> = { [name]: JSON.parse(json) };
    if (one.language !== undefined) return one.language === 'en' ? 'English' : '简体中文';
    if (one.theme !== undefined) return t(`settings.themes.${one.theme}`);
    if (one.logLevel !== undefined) return t(`settings.logLevels.${one.logLevel}`);
    if (one.refreshSeconds !== undefined)
      return one.refreshSeconds === 0 ? t('settings.byHand') : seconds(one.refreshSeconds);
    if (one.connectSeconds !== undefined) return seconds(one.connectSeconds);
    if (one.requestSeconds !== undefined) return seconds(one.requestSeconds);
    if (one.proxy !== undefined)
      return one.proxy.kind === 'manual' ? one.proxy.url : t(`settings.proxyKinds.${one.proxy.kind}`);
    if (one.ratePercent !== undefined) {
      const titleOf = (id: string) => {
        const cloud = clouds.find((known) => known.id === id);
        return cloud ? words(cloud.title) : id;
      };
      const parts = Object.entries(one.ratePercent).map(([id, percent]) => `${titleOf(id)} ${percent}%`);
      return parts.join(t('common.comma')) || t('settings.rateFull');
    }
    return json;
  }

  return { nameOf: (name: string) => t(`settings.names.${name}`, { defaultValue: name }), textOf };
}
