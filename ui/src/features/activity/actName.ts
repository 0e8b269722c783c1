/** What an act is called: what is done, and to what, as far as its line says. */
export function actName<Act extends { subject: string }>(act: Act, name: (act: Act) => string): string {
  return [name(act), act.subject].filter((part) => part !== '').join(' · ') || '—';
}
