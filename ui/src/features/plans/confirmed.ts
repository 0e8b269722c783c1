import type { Confirmed, Plan } from '../../ipc/bindings';

/** What a person has done to confirm plans, by plan id. */
export type Answers = { names: { [plan: string]: string }; repeats: ReadonlySet<string> };

/** Whether a plan was confirmed as it has to be: by its name, and by itself where it repeats an act without an outcome. */
export function isConfirmed({ id, confirm, repeats }: Plan, answers: Answers): boolean {
  const named = confirm.kind !== 'type_name' || sameName(answers.names[id] ?? '', confirm.name);
  return named && (repeats === null || answers.repeats.has(id));
}

/** The same for the shell, which judges it again. */
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

/** Spaces at the ends cannot be seen, and so not be asked for. */
function sameName(typed: string, name: string): boolean {
  return typed.trim() === name.trim();
}
