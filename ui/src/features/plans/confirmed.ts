import type { Confirmed, Plan, Text } from '../../ipc/bindings';

/** What a person has done to confirm plans, by plan id: what they typed, and what they want once more. */
export type Answers = { names: { [plan: string]: string }; repeats: ReadonlySet<string> };

/** Whether a plan was confirmed as it has to be: by what names it, and by itself where it repeats an act without an outcome. */
export function isConfirmed({ id, confirm, repeats }: Plan, answers: Answers): boolean {
  const named = confirm.kind !== 'type_name' || names(answers.names[id] ?? '', confirm);
  return named && (repeats === null || answers.repeats.has(id));
}

/** What confirms several at once; `null` where each is confirmed by itself. */
export function phraseOf(plans: readonly Plan[]): Text | null {
  const [first] = plans;
  return plans.length > 1 && first?.confirm.kind === 'type_name' ? first.confirm.phrase : null;
}

/** The same for the shell, which judges it again: what was typed, as it was typed. */
export function confirmedOf({ id, confirm }: Plan, answers: Answers): Confirmed {
  return {
    typedName: confirm.kind === 'type_name' ? (answers.names[id] ?? '') : null,
    repeat: answers.repeats.has(id),
  };
}

/** Whether a plan goes out without a question. One that repeats an act without an outcome never does. */
export function needsNoConfirmation({ confirm, repeats }: Plan): boolean {
  return confirm.kind === 'none' && repeats === null;
}

/** As the shell judges it. Spaces at the ends cannot be seen, and so not be asked for. */
function names(typed: string, { name, short, phrase }: Extract<Plan['confirm'], { kind: 'type_name' }>): boolean {
  const given = typed.trim();
  if (phrase) return [phrase.zh, phrase.en].some((words) => spoken(words) === spoken(given));
  return given !== '' && (given === name.trim() || given === short);
}

function spoken(words: string): string {
  return words.trim().split(/\s+/).join(' ').toLowerCase();
}
