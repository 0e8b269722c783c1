import { expect, test } from 'vitest';
import type { Plan } from '../../ipc/bindings';
import { confirmedOf, isConfirmed, needsNoConfirmation } from './confirmed';

const plan = (more: Partial<Plan>) => ({ id: 'p', confirm: { kind: 'confirm' }, repeats: null, ...more }) as Plan;
const repeats = { id: 'earlier', at: '2026-03-01T10:00:00Z', phase: 'outcome_unknown' } as const;
const answers = (name: string, ...wanted: string[]) => ({ names: { p: name }, repeats: new Set(wanted) });

test('a name is compared without the spaces at its ends, which nobody sees', () => {
  for (const name of ['web ', ' web', 'web\u00a0', 'web\u3000', 'web']) {
    const named = plan({ confirm: { kind: 'type_name', name } });
    expect(isConfirmed(named, answers('web')), JSON.stringify(name)).toBe(true);
    expect(isConfirmed(named, answers('wed'))).toBe(false);
  }
});

test('what repeats an act without an outcome is confirmed by itself, beside the name', () => {
  const named = plan({ confirm: { kind: 'type_name', name: 'web' }, repeats });
  expect(isConfirmed(named, answers('web'))).toBe(false);
  expect(isConfirmed(named, answers('', 'p'))).toBe(false);
  expect(isConfirmed(named, answers('web', 'p'))).toBe(true);
  expect(confirmedOf(named, answers('web', 'p'))).toEqual({ typedName: 'web', repeat: true });
});

test('what needs no confirmation is asked about all the same when it repeats an act without an outcome', () => {
  expect(needsNoConfirmation(plan({ confirm: { kind: 'none' } }))).toBe(true);
  expect(needsNoConfirmation(plan({ confirm: { kind: 'none' }, repeats }))).toBe(false);
});
