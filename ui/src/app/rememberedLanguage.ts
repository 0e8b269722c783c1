import type { Settings } from '../ipc/bindings';

const KEY = 'language';

/** Keeps the window's language where it can be read when the settings cannot. */
export function rememberLanguage(language: Settings['language']): void {
  localStorage.setItem(KEY, language);
}

/** The language of the last time. */
export function rememberedLanguage(): Settings['language'] {
  return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN';
}
