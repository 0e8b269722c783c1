import { useComputedColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useActivityPanel } from '../features/activity/ActivityPanelProvider';
import { useSaveSettings, useSettings } from '../ipc/queries/settings';
import type { Actions } from './palette/entries';
import { useRefresh } from './useRefresh';
import { useShortcut } from './useShortcut';

/** What can be done from everywhere: by button, by palette, and by its shortcut. `refresh` is also how refreshing stands. */
export function useActions(help: () => void) {
  const navigate = useNavigate();
  const scheme = useComputedColorScheme('light');
  const { language } = useSettings();
  const { mutate } = useSaveSettings();
  const refresh = useRefresh();
  const panel = useActivityPanel();
  const { opened, show, close } = panel;
  const { refresh: again } = refresh;

  const actions: Actions = useMemo(
    () => ({
      refresh: again,
      create: () => void navigate({ to: '/create', search: {} }),
      activity: () => (opened ? close() : show()),
      language: () => mutate({ language: language === 'zh-CN' ? 'en' : 'zh-CN' }),
      theme: () => mutate({ theme: scheme === 'dark' ? 'light' : 'dark' }),
      help,
    }),
    [again, navigate, opened, show, close, mutate, language, scheme, help],
  );
  useShortcut('refresh', actions.refresh);
  useShortcut('create', actions.create);
  useShortcut('activity', actions.activity);
  useShortcut('language', actions.language);
  useShortcut('theme', actions.theme);
  useShortcut('help', actions.help);
  return { actions, refresh };
}
