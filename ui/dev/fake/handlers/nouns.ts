import { emit } from '@tauri-apps/api/event';
import { isSchema, textAt, textIn } from '../../../src/forms/schema';
import type {
  ColumnKind,
  InventoryStatus,
  NounCell,
  NounFilter,
  NounPage,
  NounRecord,
  NounRow,
  NounState,
  RowKey,
} from '../../../src/ipc/bindings';
import { columnsOf, creationsOf, nounActsOf, nounsOf, pageOf } from '../../../src/testing/nouns';
import { accounts, ago } from '../accounts';
import { noRoute } from '../errors';
import type { Handlers } from '../handlers';
import { later } from '../later';

/** So many things of a noun an account has in each region. */
const MANY = 3;

const VALUES: { [kind in ColumnKind]: (nth: number) => string[] } = {
  text: (nth) => [nth === 1 ? '' : '备用'],
  id: (nth) => [`10.${nth}.0.0/16`],
  link: (nth) => (nth === 0 ? [] : Array.from({ length: nth }, (_, other) => `ins-${other}x8k2q`)),
  time: (nth) => [ago(86_400 * (nth + 3))],
  size: (nth) => [`${40 * (nth + 1)} GiB`],
  number: (nth) => [String(nth * 4)],
  flag: (nth) => [String(nth === 0)],
  tags: (nth) => [`env=${nth === 0 ? 'prod' : 'test'}`, 'team=web'],
  addresses: (nth) => [`10.0.0.${nth + 4}`],
};

function rowsOf(noun: string): NounRow[] {
  const view = nounsOf().find(({ id }) => id === noun);
  return accounts.list.flatMap(({ account, secretPlace }) => {
    const of = view?.clouds.find(({ cloud }) => cloud === account.cloud);
    if (!of || secretPlace === 'missing') return [];
    const regions = of.ofAccount ? account.regions.slice(0, 1) : account.regions;
    return regions.flatMap((region) =>
      Array.from({ length: MANY }, (_, nth) => ({
        key: {
          account: account.id,
          region,
          id: `${noun.slice(0, 4)}-${account.cloud.slice(0, 2)}${region.length}${nth}k2q`,
        },
        cloud: account.cloud,
        accountLabel: account.label,
        sandbox: account.sandbox,
        name: `${noun.replace('_', '-')}-${nth + 1}`,
        state: stateOf(account.cloud, noun, nth),
        cells: cellsOf(account.cloud, noun, nth),
      })),
    );
  });
}

function stateOf(cloud: string, noun: string, nth: number): NounState | null {
  const state = pageOf(cloud, noun)?.state;
  if (!isSchema(state) || !isSchema(state.words)) return null;
  const words = Object.entries(state.words);
  const [word, said] = words[nth % words.length] ?? ['', {}];
  return { word, text: said as NounState['text'], tone: isSchema(said) ? (said.tone as NounState['tone']) : null };
}

function cellsOf(cloud: string, noun: string, nth: number): NounCell[] {
  return columnsOf(pageOf(cloud, noun)).map((column) => {
    const kind = (textIn(column, 'kind') ?? 'text') as ColumnKind;
    const words = isSchema(column.words) ? Object.keys(column.words) : [];
    const word = words[nth % Math.max(words.length, 1)];
    return {
      column: String(column.id),
      values: word === undefined ? VALUES[kind](nth).filter((value) => value !== '') : [word],
      words: word !== undefined && isSchema(column.words) ? textAt(column.words, word) : null,
      noun: textIn(column, 'ref'),
    };
  });
}

let running = 0;
let read = ago(40);

function status(noun: string): InventoryStatus {
  const view = nounsOf().find(({ id }) => id === noun);
  const has = accounts.list.filter(({ account }) => view?.clouds.some(({ cloud }) => cloud === account.cloud));
  const failed = has.filter(({ secretPlace }) => secretPlace === 'missing');
  return {
    scopes: has.reduce((sum, { account }) => sum + account.regions.length, 0),
    running,
    startedAt: running > 0 ? ago(1) : null,
    failures: failed.map(({ account }) => ({
      scope: { account: account.id, region: account.regions[0] ?? '' },
      cloud: account.cloud,
      accountLabel: account.label,
      error: noRoute,
      paused: false,
    })),
    hidden: 0,
    refreshedAt: read,
  };
}

function page({ noun, filter, from, to }: { noun: string; filter: NounFilter; from: number; to: number }): NounPage {
  const all = rowsOf(noun);
  const search = filter.search.toLowerCase();
  const text = (row: NounRow) =>
    [row.name, row.key.id, row.accountLabel, ...row.cells.flatMap(({ values }) => values)].join('\n').toLowerCase();
  const value = (row: NounRow) =>
    row.cells.find(({ column }) => column === filter.sort)?.values[0] ?? (filter.sort === 'name' ? row.name : '');
  const shown = all
    .filter((row) => text(row).includes(search))
    .filter((row) => filter.accounts.length === 0 || filter.accounts.includes(row.key.account))
    .sort((a, b) => value(a).localeCompare(value(b), 'zh', { numeric: true }) * (filter.descending ? -1 : 1));
  return { total: shown.length, all: all.length, rows: shown.slice(from, to), status: status(noun) };
}

const same = (a: RowKey, b: RowKey) => a.account === b.account && a.region === b.region && a.id === b.id;

export default {
  nouns: nounsOf,
  noun_page: page,
  noun_record: ({ noun, key }: { noun: string; key: RowKey }): NounRecord | null => {
    const row = rowsOf(noun).find((one) => same(one.key, key));
    const on = row?.cells.find(({ column }) => column === 'instances')?.values ?? [];
    return row ? { row, within: { instance: on }, raw: { Id: row.key.id, Name: row.name } } : null;
  },
  refresh_noun: ({ noun }: { noun: string }) => {
    running = 1;
    void emit('rows-changed', noun);
    later(() => {
      running = 0;
      read = ago(0);
      void emit('rows-changed', noun);
    }, 300);
  },
  noun_acts: ({ cloud, kind }: { cloud: string; kind: string }) => nounActsOf(cloud, kind),
  noun_creations: ({ cloud, kind }: { cloud: string; kind: string }) => creationsOf(cloud, kind),
} satisfies Handlers;
