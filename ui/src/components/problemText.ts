import type { TFunction } from 'i18next';
import type { Problem, Text } from '../ipc/bindings';
import { assertNever } from './assertNever';

/** What is wrong with a field, in words: the catalogue's own where it has some, else ours for the rule. */
export function problemText(problem: Problem, words: (text: Text) => string, t: TFunction): string {
  if (problem.words) return words(problem.words);
  const { rule } = problem;
  switch (rule.kind) {
    case 'required':
    case 'unknown_field':
    case 'unique':
    case 'combination':
      return t(`problem.${rule.kind}`);
    case 'type':
      return t('problem.type', { expected: rule.expected });
    case 'enum':
      return t('problem.enum', { allowed: rule.allowed.join(t('common.comma')) });
    case 'minimum':
    case 'maximum':
    case 'min_length':
    case 'max_length':
    case 'min_items':
    case 'max_items':
      return t(`problem.${rule.kind}`, { limit: rule.limit });
    case 'step':
      return t('problem.step', { step: rule.step });
    case 'pattern':
      return t('problem.pattern', { pattern: rule.pattern });
    default:
      return assertNever(rule);
  }
}
