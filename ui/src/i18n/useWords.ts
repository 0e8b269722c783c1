import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../ipc/bindings';

/** Picks the words of a {@link Text} in the window's language. */
export function useWords(): (text: Text) => string {
  const { i18n } = useTranslation();
  const zh = i18n.language === 'zh-CN';
  return useCallback((text) => (zh ? text.zh : text.en), [zh]);
}
