import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Copies a text from where nothing stays to say so beside it (a menu, the palette): a notice says that it did, or that it could not. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation();
  return useCallback(
    async (text) => {
      const told = await navigator.clipboard.writeText(text).then(
        () => 'copied' as const,
        () => 'copyFailed' as const,
      );
      notifications.show({
        id: 'copy',
        color: told === 'copied' ? 'teal' : 'red',
        title: t(`common.${told}`),
        message: told === 'copied' ? text : null,
        autoClose: told === 'copied' ? 2_000 : 6_000,
        'data-testid': 'copy-notice',
        closeButtonProps: { 'aria-label': t('common.close') },
      });
    },
    [t],
  );
}
