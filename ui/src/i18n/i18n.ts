import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../ipc/bindings';

type Messages = { [key: string]: string | Messages };

// A feature's words stand in `<language>/<feature>.json`; its keys begin with the feature's name: `inventory.title`.
const files = import.meta.glob<Messages>('./{zh-CN,en}/*.json', { eager: true, import: 'default' });

/** The languages of the program; the first is the one it starts with. */
export const LANGUAGES: readonly Settings['language'][] = ['zh-CN', 'en'];

/** All words of a language, by feature. */
export function messages(language: Settings['language']): Messages {
  const own = Object.entries(files).filter(([path]) => path.startsWith(`./${language}/`));
  return Object.fromEntries(own.map(([path, words]) => [path.replace(/^.*\/|\.json$/g, ''), words]));
}

void i18next.use(initReactI18next).init({
  lng: 'zh-CN',
  fallbackLng: false,
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(LANGUAGES.map((language) => [language, { translation: messages(language) }])),
});

export { i18next };
