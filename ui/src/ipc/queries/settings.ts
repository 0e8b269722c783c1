import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { commands, type Settings } from '../bindings';
import { unwrap } from '../failure';
import { keys } from '../keys';

/** The person's settings. */
export const settingsQuery = queryOptions({
  queryKey: keys.settings.all,
  queryFn: () => unwrap(commands.settings()),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Where the files are. */
export const dataFolderQuery = queryOptions({
  queryKey: keys.settings.folder,
  queryFn: () => unwrap(commands.dataFolder()),
});

/** What holds until the settings are read. */
export const initialSettings: Settings = {
  language: 'zh-CN',
  theme: 'system',
  refreshSeconds: 120,
  proxy: { kind: 'system' },
  connectSeconds: null,
  requestSeconds: null,
  ratePercent: {},
  logLevel: 'info',
};

/** The settings, with the initial ones until they are read. */
export function useSettings(): Settings {
  return useQuery(settingsQuery).data ?? initialSettings;
}

/** Changes some settings: at once on the screen, then on disk; taken back when that fails. */
export function useSaveSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Settings>) =>
      unwrap(
        commands.saveSettings({ ...(client.getQueryData<Settings>(keys.settings.all) ?? initialSettings), ...change }),
      ),
    onMutate: (change) => {
      const before = client.getQueryData<Settings>(keys.settings.all);
      client.setQueryData<Settings>(keys.settings.all, { ...(before ?? initialSettings), ...change });
      return { before };
    },
    onError: (_error, _change, context) => {
      client.setQueryData(keys.settings.all, context?.before);
    },
  });
}
