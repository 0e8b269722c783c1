import { isSchema, itemsOf, properties, requiredOf, type Schema, textAt, textIn } from '../forms/schema';
import type { ActGroup, ColumnKind, NounActView, NounGroup, NounView } from '../ipc/bindings';
import { CREATE, cloudSpec, operationOf } from './catalogue';
import { operationsOf } from './operations';

// The real catalogues, as in `catalogue.ts`. The shell does the same in `app/src/reads/nouns.rs` and `catalogue/src/act.rs`.
const files = import.meta.glob<Schema>('../../../src-tauri/crates/clouds/src/*/catalogue/nouns.json', {
  eager: true,
  import: 'default',
});

const pagesOf = (cloud: string): [string, Schema][] => {
  const file = files[`../../../src-tauri/crates/clouds/src/${cloud}/catalogue/nouns.json`] ?? {};
  return Object.entries(file).filter((entry): entry is [string, Schema] => isSchema(entry[1]));
};

/** What the shell answers to `nouns`. */
export function nounsOf(): NounView[] {
  const nouns = new Map<string, NounView>();
  for (const cloud of Object.keys(CREATE)) {
    for (const [id, page] of pagesOf(cloud)) {
      const noun = nouns.get(id) ?? {
        id,
        title: textAt(page, 'title') ?? { zh: id, en: id },
        group: page.group as NounGroup,
        clouds: [],
        columns: [],
        hasState: false,
      };
      nouns.set(id, noun);
      const kind = textIn(page, 'ref') ?? id;
      noun.clouds.push({ cloud, kind, ofAccount: page.ofAccount === true, creations: creationsOf(cloud, kind) });
      noun.hasState ||= page.state !== undefined;
      for (const column of columnsOf(page)) {
        if (noun.columns.some((one) => one.id === column.id)) continue;
        noun.columns.push({
          id: String(column.id),
          title: textAt(column, 'title') ?? { zh: '', en: '' },
          kind: (textIn(column, 'kind') ?? 'text') as ColumnKind,
        });
      }
    }
  }
  const groups: NounGroup[] = ['compute', 'access', 'storage', 'network'];
  return [...nouns.values()].sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
}

/** The columns of a page as they stand in the catalogue. */
export function columnsOf(page: Schema | undefined): Schema[] {
  return Array.isArray(page?.columns) ? page.columns.filter(isSchema) : [];
}

/** The page of a noun as it stands in a cloud's catalogue. */
export function pageOf(cloud: string, noun: string): Schema | undefined {
  return pagesOf(cloud).find(([id]) => id === noun)?.[1];
}

/** What the shell answers to `noun_acts`. */
export function nounActsOf(cloud: string, kind: string): NounActView[] {
  const common = pagesOf(cloud).find(([id, page]) => (textIn(page, 'ref') ?? id) === kind)?.[1].common;
  const names = Array.isArray(common) ? common : [];
  const groups: ActGroup[] = ['common', 'manage', 'access', 'pay', 'related', 'with', 'remove'];
  return operationsOf(cloud)
    .filter(({ effect, name }) => effect !== 'read' && name !== CREATE[cloud])
    .flatMap((operation): NounActView[] => {
      const input = operationOf(cloud, operation.name).input as Schema;
      const subject = properties(input).find(([, member]) => kindOf(member) === kind);
      if (!subject) return [];
      const [name, member] = subject;
      const about = requiredOf(input).includes(name);
      const { effect } = operation;
      const group: ActGroup = !about
        ? 'with'
        : names.includes(operation.name)
          ? 'common'
          : effect === 'destroy'
            ? 'remove'
            : effect === 'purchase'
              ? 'pay'
              : 'manage';
      const options = properties(input).some(([other, of]) => other !== name && of['x-hidden'] !== true);
      const path = { path: [name], list: itemsOf(member) !== null };
      return [{ ...described(cloud, operation.name), group, options, subject: path }];
    })
    .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
}

/** What the shell answers to `noun_creations`. */
export function creationsOf(cloud: string, kind: string): NounActView[] {
  const refs = cloudSpec(cloud).refs as { [kind: string]: Schema };
  const list = refs[kind]?.operation;
  return operationsOf(cloud)
    .filter(({ name }) => {
      const operation = operationOf(cloud, name);
      const { reconcile, output } = operation;
      return isSchema(reconcile) && reconcile.operation === list && isSchema(output) && output.ids !== undefined;
    })
    .map(({ name }) => described(cloud, name));
}

function described(cloud: string, name: string): NounActView {
  const operation = operationsOf(cloud).find((one) => one.name === name);
  if (!operation) throw new Error(`${cloud} has no operation ${name}`);
  const { title, effect, disruptive, noun } = operation;
  const designed = Object.values(cloudSpec(cloud).jobs as { [job: string]: string }).includes(name);
  return { operation: name, title, effect, disruptive, noun, group: 'manage', subject: null, designed, options: true };
}

function kindOf(member: Schema): string | null {
  const items = itemsOf(member);
  return textIn(member, 'x-ref') ?? (items && textIn(items, 'x-ref'));
}
