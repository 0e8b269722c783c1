import type { Text } from '../../ipc/bindings';

/** What an act is called: what is done, and to what, as far as its line says. */
export function actName(act: { title: Text; subject: string }, words: (text: Text) => string): string {
  return [words(act.title), act.subject].filter((part) => part !== '').join(' · ') || '—';
}
