import { createContext, useContext } from 'react';
import type { Problem } from '../ipc/bindings';

/** What the fields of a form know of their surroundings. */
export type FormScope = {
  cloud: string;
  account: string;
  region: string;
  /** What the shell says is wrong, with paths into all parameters. */
  problems: readonly Problem[];
  /** Whether what is merely missing is said too; not before a person has tried to go on. */
  strict: boolean;
  /** What is chosen, by the kind of thing: from fields, and from what the chosen things belong to. */
  chosen: { readonly [kind: string]: readonly string[] };
  /** Whether rarely needed fields are shown. */
  everything: boolean;
  /** Whether fields that are newer than the cloud's document are shown. */
  newer: boolean;
  /** Whether only instances that are paid beforehand are offered: others cannot be renewed. */
  prepaidOnly?: boolean;
  /** The zones that offer the chosen instance type; empty where none is chosen, or the cloud does not say. */
  zonesOfType?: readonly string[];
  /** `page`: pickers may take the room of a table. `side`: everything stands in a narrow column. */
  room: 'page' | 'side';
  /** Takes a group out of the parameters. */
  onClear: (path: readonly string[]) => void;
};

const none: FormScope = {
  cloud: '',
  account: '',
  region: '',
  problems: [],
  strict: false,
  chosen: {},
  everything: false,
  newer: false,
  room: 'page',
  onClear: () => undefined,
};

export const FormScopeContext = createContext<FormScope>(none);

export function useFormScope(): FormScope {
  return useContext(FormScopeContext);
}

/** What is wrong with the field at that path of member names and element numbers. */
export function problemsAt(scope: FormScope, path: readonly (string | number)[]): Problem[] {
  const pointer = path.map((step) => `/${step}`).join('');
  return scope.problems.filter(
    (problem) => problem.path === pointer && (scope.strict || problem.rule.kind !== 'required'),
  );
}

/** Whether something is wrong with the field at that path or with something in it. */
export function hasProblemWithin(scope: FormScope, path: readonly (string | number)[]): boolean {
  const pointer = path.map((step) => `/${step}`).join('');
  return scope.problems.some(
    (problem) =>
      (problem.path === pointer || problem.path.startsWith(`${pointer}/`)) &&
      (scope.strict || problem.rule.kind !== 'required'),
  );
}
