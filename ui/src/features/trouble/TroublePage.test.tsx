import { useQuery } from '@tanstack/react-query';
import { mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { i18next, messages } from '../../i18n/i18n';
import type { TroubleKind, TroubleView } from '../../ipc/bindings';
import { startTroubleQuery } from '../../ipc/queries/start';
import { renderPiece } from '../../testing/render';
import TroublePage from './TroublePage';

const KINDS = Object.keys((messages('en').trouble as { kind: object }).kind) as TroubleKind[];

function view(kind: TroubleKind, more: Partial<TroubleView> = {}): TroubleView {
  return {
    kind,
    path: '/data/yundeck/yundeck.db',
    folder: '/data/yundeck',
    context: 'code 11',
    canChoose: false,
    usual: null,
    canStartAnew: false,
    hasJournal: false,
    ...more,
  };
}

/** The shell, as far as this page asks it. */
let answers: { [command: string]: unknown };
let asked: [command: string, args: unknown][];

beforeEach(() => {
  answers = {};
  asked = [];
  localStorage.clear();
  mockIPC((command, args) => {
    asked.push([command, args]);
    if (!(command in answers)) throw new Error(`no answer for ${command}`);
    return answers[command];
  });
});
afterEach(async () => {
  cleanup();
  await i18next.changeLanguage('zh-CN');
});

/** The page, and what takes its place once the program runs. */
function Shown() {
  const { data: trouble, isPending } = useQuery(startTroubleQuery);
  if (isPending) return null;
  return trouble ? <TroublePage trouble={trouble} /> : <p>it runs</p>;
}

async function open(trouble: TroubleView) {
  answers.start_trouble = trouble;
  const shown = renderPiece(<Shown />);
  await screen.findByTestId('trouble');
  return { ...shown, user: userEvent.setup() };
}

const ways = () =>
  [...document.querySelectorAll('main button[data-testid^="trouble-"]')]
    .map((one) => one.getAttribute('data-testid')?.slice('trouble-'.length))
    .filter((way) => way !== 'show');

describe('the page in place of a program that does not start', () => {
  test.each(KINDS)('%s is told in both languages, with its place, and has no flaw that axe can see', async (kind) => {
    const { container, user } = await open(view(kind, { canChoose: true, canStartAnew: true, hasJournal: true }));
    const words = messages('zh-CN').trouble as { kind: { [kind: string]: { title: string; what: string } } };
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(words.kind[kind]?.title ?? '?');
    expect(screen.getByRole('alert')).toHaveTextContent(words.kind[kind]?.what ?? '?');
    expect(container).toHaveTextContent('/data/yundeck');
    expect(container).toHaveTextContent('code 11');
    const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
    await user.click(screen.getByTestId('language-toggle'));
    expect(document.documentElement.lang).toBe('en');
    expect(screen.getByRole('alert')).toHaveTextContent('The data was not changed, and nothing was sent to any cloud.');
  });

  test('offers what the shell says is a way out, and nothing else', async () => {
    await open(view('in_use'));
    expect(ways()).toEqual(['retry']);
    cleanup();
    await open(view('damaged', { canChoose: true, usual: '/home/lin', canStartAnew: true, hasJournal: true }));
    expect(ways()).toEqual(['retry', 'usual', 'choose', 'anew', 'journal']);
  });

  test('speaks the language of the last time', async () => {
    localStorage.setItem('language', 'en');
    await open(view('newer'));
    await screen.findByText('The data file is from a newer version');
  });

  test('trying again says when nothing is better, follows what is wrong now, and goes away when it runs', async () => {
    const { user } = await open(view('folder_missing'));
    answers.retry_start = view('folder_missing');
    await user.click(screen.getByTestId('trouble-retry'));
    await screen.findByText('又试了一次，结果一样。');
    answers.retry_start = view('database_missing');
    await user.click(screen.getByTestId('trouble-retry'));
    await screen.findByText('文件夹里没有数据文件');
    answers.retry_start = null;
    await user.click(screen.getByTestId('trouble-retry'));
    await screen.findByText('it runs');
  });

  test('starting anew asks first, says the new names, and takes the language and the colours along', async () => {
    localStorage.setItem('language', 'en');
    const { user } = await open(view('damaged', { canStartAnew: true }));
    await user.click(screen.getByTestId('theme-toggle'));
    await user.click(screen.getByTestId('trouble-anew'));
    await user.click(within(await screen.findByTestId('trouble-anew-dialog')).getByText('Cancel'));
    expect(asked.some(([command]) => command === 'start_anew')).toBe(false);

    answers.start_anew = { kept: { folder: '/data/yundeck', names: ['yundeck-kept-1.db'] }, trouble: null };
    answers.save_settings = null;
    await waitFor(() => expect(screen.queryByTestId('trouble-anew-dialog')).toBeNull());
    await user.click(screen.getByTestId('trouble-anew'));
    await user.click(await screen.findByTestId('trouble-anew-confirm'));
    await screen.findByText('yundeck-kept-1.db');
    const saved = asked.find(([command]) => command === 'save_settings')?.[1];
    expect(saved).toMatchObject({ settings: { language: 'en', theme: 'dark' } });
    await user.click(screen.getByTestId('trouble-kept-next'));
    await screen.findByText('it runs');
  });

  test('starting anew that does not help says what was put aside and what is wrong still', async () => {
    const { user } = await open(view('damaged', { canStartAnew: true }));
    const kept = { folder: '/data/yundeck', names: ['yundeck-kept-1.db', 'yundeck-kept-1.db-wal'] };
    answers.start_anew = { kept, trouble: view('disk_full') };
    await user.click(screen.getByTestId('trouble-anew'));
    await user.click(await screen.findByTestId('trouble-anew-confirm'));
    await screen.findByText('磁盘已满');
    expect(screen.getByText('旧文件已另存为 yundeck-kept-1.db、yundeck-kept-1.db-wal。')).toBeInTheDocument();
    expect(asked.some(([command]) => command === 'save_settings')).toBe(false);
  });

  test('another folder that is no better says why, and an empty one is asked about', async () => {
    const { user } = await open(view('newer', { canChoose: true, usual: '/home/lin' }));
    answers.choose_start_folder = { kind: 'refused', trouble: view('damaged') };
    await user.click(screen.getByTestId('trouble-usual'));
    await screen.findByText('这个文件夹也用不了：数据文件已损坏');
    expect(asked.at(-1)).toEqual(['choose_start_folder', { usual: true }]);

    answers.choose_start_folder = { kind: 'cancelled' };
    await user.click(screen.getByTestId('trouble-choose'));
    await waitFor(() => expect(screen.queryByText(/这个文件夹也用不了/)).toBeNull());

    answers.choose_start_folder = { kind: 'empty', folder: '/media/new' };
    await user.click(screen.getByTestId('trouble-choose'));
    const dialog = await screen.findByTestId('trouble-empty-dialog');
    expect(dialog).toHaveTextContent('/media/new');
    answers.make_in_chosen_folder = null;
    answers.save_settings = null;
    await user.click(screen.getByTestId('trouble-empty-confirm'));
    await screen.findByText('it runs');
  });

  test('the journal is shown as far as it could be read', async () => {
    const line = {
      id: 'a',
      at: '2026-11-28T04:00:00Z',
      accountLabel: '生产',
      cloud: null,
      sandbox: false,
      region: 'ap-guangzhou',
      operation: 'RunInstances',
      title: { zh: '创建实例', en: 'Create instances' },
      effect: 'purchase',
      subject: 'web-prod',
      outcome: 'halfway',
      resources: ['ins-1'],
      requestId: null,
    };
    const bare = {
      ...line,
      id: 'b',
      at: null,
      title: null,
      operation: null,
      subject: null,
      effect: null,
      outcome: null,
    };
    answers.read_only_journal = { file: '/data/yundeck/yundeck.db', lines: [line, bare], total: 2, incomplete: true };
    const { user } = await open(view('damaged', { hasJournal: true }));
    await user.click(screen.getByTestId('trouble-journal'));
    expect(await screen.findAllByTestId('kept-row')).toHaveLength(2);
    expect(screen.getByTestId('kept-incomplete')).toBeInTheDocument();
    expect(screen.getByText('halfway')).toBeInTheDocument();
    await user.type(screen.getByTestId('kept-search'), 'web ins-1');
    await waitFor(() => expect(screen.getAllByTestId('kept-row')).toHaveLength(1));
    await user.click(screen.getByTestId('kept-row'));
    expect(await screen.findByTestId('details-panel')).toHaveTextContent('ins-1');
    await user.click(screen.getByTestId('kept-back'));
    await screen.findByTestId('trouble');
  });
});
