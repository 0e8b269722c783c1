import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { commands, type Settings } from '../../ipc/bindings';
import { keys } from '../../ipc/keys';
import { initialSettings } from '../../ipc/queries/settings';

/** Takes the language and the colours of this page over into settings that have just been made. */
export function useCarriedLook(): () => Promise<void> {
  const { i18n } = useTranslation();
  const { colorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  return async () => {
    const language: Settings['language'] = i18n.language === 'en' ? 'en' : 'zh-CN';
    const settings: Settings = { ...initialSettings, language, theme: colorScheme === 'auto' ? 'system' : colorScheme };
    const saved = await commands.saveSettings(settings).catch(() => null);
    // How it looks can be set again; that it has started is what counts.
    if (saved?.status === 'ok') client.setQueryData(keys.settings.all, settings);
  };
}
