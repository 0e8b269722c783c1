import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { settingsQuery, useSettings } from '../ipc/queries/settings';
import { rememberLanguage } from './rememberedLanguage';

/** Makes the window follow the settings: language and colours. */
export function useAppearance(): void {
  const { language, theme } = useSettings();
  const { i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();

  const { isSuccess } = useQuery(settingsQuery);

  useEffect(() => {
    if (i18n.language !== language) void i18n.changeLanguage(language);
    document.documentElement.lang = language;
    if (isSuccess) rememberLanguage(language);
  }, [i18n, language, isSuccess]);

  useEffect(() => setColorScheme(theme === 'system' ? 'auto' : theme), [setColorScheme, theme]);
}
