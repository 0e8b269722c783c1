import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../ipc/queries/settings';

/** Makes the window follow the settings: language and colours. */
export function useAppearance(): void {
  const { language, theme } = useSettings();
  const { i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();

  useEffect(() => {
    if (i18n.language !== language) void i18n.changeLanguage(language);
    document.documentElement.lang = language;
  }, [i18n, language]);

  useEffect(() => setColorScheme(theme === 'system' ? 'auto' : theme), [setColorScheme, theme]);
}
