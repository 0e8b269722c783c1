import type {
  FolderChosen,
  KeptJournal,
  KeptLine,
  StartedAnew,
  TroubleKind,
  TroubleView,
} from '../../../src/ipc/bindings';
import { accounts } from '../accounts';
import { ACTS } from '../acts';
import type { Handlers } from '../handlers';
import { scenario } from '../scenario';

const HOME = '/home/lin/.local/share/cn.yundeck.desktop';
const DISK = '/run/media/lin/备份盘/yundeck';

const CONTEXTS: { [kind in TroubleKind]: string } = {
  damaged: 'Tree 5 page 5: btreeInitPage() returns error code 11; Tree 8 page 8: btreeInitPage() returns error code 11',
  newer: 'layout 999; this version knows layouts up to 2',
  unwritable: 'Permission denied (os error 13)',
  unreadable: 'Permission denied (os error 13)',
  disk_full: 'No space left on device (os error 28)',
  folder_missing: 'No such file or directory (os error 2)',
  database_missing: 'No such file or directory (os error 2)',
  not_a_folder: 'a file of this name stands there',
  location_unreadable: 'expected value at line 1 column 1',
  shared: 'others may write into the folder: its mode is 777',
  in_use: 'yundeck.lock is locked by another process',
  other: 'database: no such table: settings',
};

/** `trouble-<kind>`: the application does not start, for that reason. */
const kind = scenario.startsWith('trouble-') ? (scenario.slice('trouble-'.length) as TroubleKind) : null;
let trouble: TroubleView | null = kind && troubleOf(kind);

function troubleOf(what: TroubleKind): TroubleView {
  const elsewhere = ['folder_missing', 'database_missing', 'unwritable', 'shared'].includes(what);
  const folder = elsewhere ? DISK : HOME;
  const inFile = {
    location_unreadable: 'location.json',
    damaged: 'yundeck.db',
    newer: 'yundeck.db',
    other: 'yundeck.db',
  };
  const file = (inFile as { [kind: string]: string })[what];
  return {
    kind: what,
    path: file ? `${folder}/${file}` : folder,
    folder,
    context: CONTEXTS[what],
    canChoose: what !== 'not_a_folder',
    usual: elsewhere || what === 'location_unreadable' ? HOME : null,
    canStartAnew: ['damaged', 'newer', 'not_a_folder', 'other'].includes(what),
    hasJournal: ['damaged', 'newer', 'unwritable', 'shared', 'other'].includes(what),
  };
}

const lines = Array.from({ length: 41 }, (_, index): KeptLine => {
  const [operation, zh, en, effect, subject] = ACTS[index % ACTS.length] as (typeof ACTS)[number];
  const account = accounts.list[index % accounts.list.length]?.account;
  return {
    id: `kept-${index}`,
    at: new Date(Date.now() - index * 5_400_000).toISOString(),
    accountLabel: account?.label ?? '生产',
    cloud: account?.cloud ?? 'tencent',
    sandbox: account?.sandbox ?? false,
    region: account?.regions[0] ?? 'ap-guangzhou',
    operation,
    title: { zh, en },
    effect,
    subject,
    outcome: ['done', 'done', 'unknown', 'failed', 'halfway'][index % 5] ?? null,
    resources: effect === 'purchase' ? ['ins-8x2kq1zp'] : [],
    requestId: `c4a6e0d2-1b7c-4f13-8d83-${String(index).padStart(12, '0')}`,
  };
});

export default {
  start_trouble: () => trouble,
  retry_start: () => trouble,
  choose_start_folder: ({ usual }: { usual: boolean }): FolderChosen =>
    usual ? { kind: 'refused', trouble: troubleOf('damaged') } : { kind: 'empty', folder: '/home/lin/文档/yundeck' },
  make_in_chosen_folder: () => {
    trouble = null;
    return null;
  },
  start_anew: (): StartedAnew => {
    trouble = null;
    return { kept: { folder: HOME, names: ['yundeck-kept-2026-11-28-120000.db'] }, trouble: null };
  },
  read_only_journal: (): KeptJournal => ({ file: `${HOME}/yundeck.db`, lines, total: lines.length, incomplete: true }),
  show_start_folder: () => null,
} satisfies Handlers;
