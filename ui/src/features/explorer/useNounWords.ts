import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../ipc/bindings';

/** The words of a noun of the catalogue in both languages; itself when it has none. */
export function useNounWords(): (noun: string) => Text {
  const { t } = useTranslation();
  return useCallback(
    (noun) => {
      const inLanguage = (lng: string) => t(`explorer.noun.${noun}`, { lng, defaultValue: noun });
      return { zh: inLanguage('zh-CN'), en: inLanguage('en') };
    },
    [t],
  );
}
