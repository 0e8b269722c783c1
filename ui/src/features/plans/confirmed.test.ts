import { expect, test } from 'vitest';
import type { Plan } from '../../ipc/bindings';
import { confirmedOf, isConfirmed, needsNoConfirmation, phraseOf } from './confirmed';

const plan = (more: Partial<Plan>) =>
  ({ id: 'p', confirm: { kind: 'confirm' }, repeats: null, targets: [], ...more }) as Plan;
const repeats = { id: 'earlier', at: '2026-03-01T10:00:00Z', phase: 'outcome_unknown' } as const;
const answers = (name: string, ...wanted: string[]) => ({ names: { p: name }, repeats: new Set(wanted) });

test('a name is compared without the spaces at its ends, which nobody sees', () => {
  for (const name of ['web ', ' web', 'web\u00a0', 'web\u3000', 'web']) {
    const named = plan({ confirm: { kind: 'type_name', name, short: null, phrase: null } });
    expect(isConfirmed(named, answers('web')), JSON.stringify(name)).toBe(true);
    expect(isConfirmed(named, answers('wed'))).toBe(false);
  }
});

test('what repeats an act without an outcome is confirmed by itself, beside the name', () => {
  const named = plan({ confirm: { kind: 'type_name', name: 'web', short: null, phrase: null }, repeats });
  expect(isConfirmed(named, answers('web'))).toBe(false);
  expect(isConfirmed(named, answers('', 'p'))).toBe(false);
  expect(isConfirmed(named, answers('web', 'p'))).toBe(true);
  expect(confirmedOf(named, answers('web', 'p'))).toEqual({ typedName: 'web', repeat: true });
});

test('what needs no confirmation is asked about all the same when it repeats an act without an outcome', () => {
  expect(needsNoConfirmation(plan({ confirm: { kind: 'none' } }))).toBe(true);
  expect(needsNoConfirmation(plan({ confirm: { kind: 'none' }, repeats }))).toBe(false);
});

const long = '六十个字的名称六十个字的名称';

test('a long name is confirmed by the end of the id as well, and what was typed is what the shell is told', () => {
  const named = plan({ confirm: { kind: 'type_name', name: long, short: 'kbot', phrase: null } });
  expect(isConfirmed(named, answers(long))).toBe(true);
  expect(isConfirmed(named, answers(' kbot '))).toBe(true);
  for (const other of ['kbo', 'KBOT', '', long.slice(1)]) expect(isConfirmed(named, answers(other)), other).toBe(false);
  expect(confirmedOf(named, answers('kbot')).typedName).toBe('kbot');
});

test('several are confirmed by one phrase in either language, and by nothing else', () => {
  const phrase = { zh: '销毁 2 台', en: 'terminate 2' };
  const several = ['a', 'b'].map((id) =>
    plan({ id, confirm: { kind: 'type_name', name: `name-${id}`, short: 'tail', phrase } }),
  );
  const typed = (text: string) => ({ names: { a: text, b: text }, repeats: new Set<string>() });
  expect(phraseOf(several)).toEqual(phrase);
  expect(phraseOf(several.slice(0, 1))).toBeNull();
  for (const text of ['销毁 2 台', 'terminate 2', ' Terminate  2 '])
    expect(
      several.every((one) => isConfirmed(one, typed(text))),
      text,
    ).toBe(true);
  for (const text of ['销毁 3 台', '销毁 2', 'name-a', 'tail', ''])
    expect(
      several.some((one) => isConfirmed(one, typed(text))),
      text,
    ).toBe(false);
});
