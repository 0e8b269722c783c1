import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { commands, type Settings } from '../../ipc/bindings';
import { initialSettings } from '../../ipc/queries/settings';

/** Takes the language and the colours of this page over into settings that have just been made. */
export function useCarriedLook(): () => Promise<void> {
  const { i18n } = useTranslation();
  const { colorScheme } = useMantineColorScheme();
  return async () => {
    const language: Settings['language'] = i18n.language === 'en' ? 'en' : 'zh-CN';
    const theme = colorScheme === 'auto' ? 'system' : colorScheme;
    // How it looks can be set again; that it has started is what counts.
    await commands.saveSettings({ ...initialSettings, language, theme }).catch(() => undefined);
  };
}
