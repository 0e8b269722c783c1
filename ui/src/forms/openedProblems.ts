import type { Problem } from '../ipc/bindings';
import { requiredOf, type Schema, schemaAt, titleOf } from './schema';

/**
 * What is wrong, field by field: where a whole group is missing, nobody can fill it in as such, but what it cannot be without.
 */
export function openedProblems(schema: Schema, problems: readonly Problem[]): Problem[] {
  return problems.flatMap((problem) => {
    if (problem.rule.kind !== 'required') return [problem];
    const group = schemaAt(schema, problem.path.split('/').slice(1));
    const names = group?.type === 'object' ? requiredOf(group) : [];
    if (!group || names.length === 0) return [problem];
    const members = names.map((name): Problem => {
      const field = titleOf(name, schemaAt(group, [name]) ?? {});
      return { path: `${problem.path}/${name}`, field, rule: problem.rule, words: null };
    });
    return openedProblems(schema, members);
  });
}
