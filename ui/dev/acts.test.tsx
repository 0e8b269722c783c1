import { cleanNotifications } from '@mantine/notifications';
import { emit } from '@tauri-apps/api/event';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../src/app/App';
import { together } from '../src/features/activity/batches';
import type { Activity } from '../src/ipc/bindings';
import { activity, failure } from '../src/testing/activity';
import { install, uninstall } from './fake/install';

beforeEach(() => {
  window.localStorage.clear();
  install();
});
afterEach(() => {
  // They outlive the window that they were shown in.
  cleanNotifications();
  cleanup();
  uninstall();
});

async function noFlaws() {
  const { violations } = await axe.run(document.body, {
    rules: {
      'color-contrast': { enabled: false },
      'scrollable-region-focusable': { enabled: false },
      region: { enabled: false },
    },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function journal() {
  window.location.hash = '/journal';
  render(<App />);
  const user = userEvent.setup();
  await screen.findAllByTestId('journal-row');
  const only = async (name: string) => {
    await user.click(screen.getByRole('combobox', { name: '结果' }));
    await user.click(await screen.findByRole('option', { name, hidden: true }));
  };
  const open = async () => user.click(screen.getAllByTestId('journal-row')[0] as HTMLElement);
  return { user, only, open };
}

describe('the activity panel', () => {
  test('shows what asks for an answer first, and every state without a flaw that axe can see', async () => {
    window.location.hash = '/settings';
    render(<App />);
    const user = userEvent.setup();
    await screen.findByRole('heading', { level: 1, name: '设置' });
    const bar = screen.getByTestId('activity-bar');
    // Going to a page closes the panel, a moment after the page is there.
    const open = async () => {
      if (bar.getAttribute('aria-expanded') !== 'true') await user.click(bar);
      expect(screen.queryAllByTestId('activity-item').length).toBeGreaterThan(0);
    };
    await waitFor(open, { interval: 200 });
    expect(screen.getByTestId('activity-bar-asks')).toHaveTextContent('1 个等你确认');
    expect(screen.getByTestId('activity-bar-partly')).toHaveTextContent('2 个部分完成');
    const items = screen.getAllByTestId('activity-item');
    const [first] = items;
    expect(within(first as HTMLElement).getByTestId('activity-resembling')).toBeVisible();
    expect(new Set(items.map(({ dataset }) => dataset.phase))).toEqual(
      new Set(['not_applied', 'outcome_unknown', 'waiting', 'failed', 'not_sent', 'partly', 'done']),
    );
    await noFlaws();
    await user.click(within(first as HTMLElement).getByTestId('resembling-dismiss'));
    await waitFor(() => expect(screen.queryByTestId('activity-resembling')).toBeNull());
  });
});

describe('what the window says by itself', () => {
  test('is that something turned up late; not what is only being checked, nor what the dialog has said', async () => {
    window.location.hash = '/journal';
    render(<App />);
    await screen.findAllByTestId('journal-row');
    const tell = (more: Partial<Activity>) => emit('activity-changed', activity({ id: 'told', ...more }));
    await tell({ revision: 1, phase: 'preparing' });
    await waitFor(() => expect(screen.getByTestId('activity-bar')).toHaveTextContent('2 个进行中'));
    await tell({ revision: 2, phase: 'not_sent', error: failure('cancelled'), endedAt: new Date().toISOString() });
    await waitFor(() => expect(screen.getByTestId('activity-bar')).toHaveTextContent('1 个进行中'));
    expect(screen.queryByTestId('activity-notice')).toBeNull();
    const ended = { phase: 'not_applied', endedAt: new Date().toISOString() } as const;
    await emit('activity-changed', activity({ id: 'late', revision: 1, ...ended, resembling: ['i-9'] }));
    expect(await screen.findByTestId('activity-notice')).toHaveTextContent('出现了像是它的结果');
    expect(screen.getByTestId('activity-bar-asks')).toHaveTextContent('个等你确认');
  });
});

test('what the window said of an act gives way to what is so now', async () => {
  window.location.hash = '/journal';
  render(<App />);
  await screen.findAllByTestId('journal-row');
  const tell = (more: Partial<Activity>) => emit('activity-changed', activity({ id: 'turned', ...more }));
  await tell({ revision: 1, phase: 'outcome_unknown' });
  expect(await screen.findByTestId('activity-notice')).toHaveTextContent('结果未知');
  await tell({ revision: 2, phase: 'done', endedAt: new Date().toISOString() });
  await waitFor(() =>
    expect(screen.getAllByTestId('activity-notice').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('已完成'),
    ]),
  );
});

test('a notice has the name in one line, the reason of a failure, and the way on', async () => {
  window.location.hash = '/journal';
  render(<App />);
  await screen.findAllByTestId('journal-row');
  const error = failure('conflict', { words: { zh: '实例已损坏，正在维修', en: 'It is being repaired' } });
  const ended = { phase: 'failed', error, endedAt: new Date().toISOString() } as const;
  await emit('activity-changed', activity({ id: 'refused', revision: 1, subject: 'a-very-long-name', ...ended }));
  const notice = await screen.findByTestId('activity-notice');
  expect(within(notice).getByTestId('notice-name').title).toMatch(/a-very-long-name$/);
  expect(within(notice).getByTestId('notice-why')).toHaveTextContent('实例已损坏，正在维修');
  expect(notice).toHaveTextContent(/查看$/);
});

describe('the journal', () => {
  test.each([
    ['部分完成', 'partly'],
    ['受理后出错', 'broken'],
    ['没有找到结果', 'not_applied'],
    ['没有发出', 'not_sent'],
    ['已受理', 'accepted'],
  ])(
    'shows only what came to "%s"',
    async (name, outcome) => {
      const { only } = await journal();
      await only(name);
      await waitFor(() =>
        expect(new Set(screen.getAllByTestId('journal-row').map(({ dataset }) => dataset.outcome))).toEqual(
          new Set([outcome]),
        ),
      );
    },
    60_000,
  );

  test('tells the steps of an act with their times and reasons', async () => {
    const { only, open } = await journal();
    await only('结果未知');
    await waitFor(() => expect(screen.getAllByTestId('journal-row')[0]).toHaveAttribute('data-outcome', 'unknown'));
    await open();
    const steps = await screen.findByTestId('journal-steps');
    const told = within(steps).getAllByRole('listitem');
    expect(told.map(({ dataset }) => dataset.step)).toEqual(['confirmed', 'recorded', 'unanswered', 'left']);
    expect(told.at(-1)).toHaveTextContent('没能看全');
    expect(within(steps).getAllByRole('time')).toHaveLength(4);
    await noFlaws();
  });

  test('of an act of which nothing was found says what was looked at and what is still compared', async () => {
    const { only, open } = await journal();
    await only('没有找到结果');
    await waitFor(() => expect(screen.getAllByTestId('journal-row')[0]).toHaveAttribute('data-outcome', 'not_applied'));
    await open();
    const details = await screen.findByTestId('details-panel');
    expect(details).toHaveTextContent('多次读取了这个账号在这个地域的列表');
    expect(details).toHaveTextContent('会拿来和它比对');
    expect(details).toHaveTextContent('没有答复，也没有找到结果');
  });
});

test('an account with an act of unknown outcome is not removed without a word', async () => {
  window.location.hash = '/accounts';
  render(<App />);
  const user = userEvent.setup();
  await screen.findByText('数据平台');
  await user.click(screen.getByRole('button', { name: /数据平台/ }));
  await user.click(await screen.findByRole('menuitem', { name: '移除', hidden: true }));
  await user.click(await screen.findByTestId('account-remove-confirm'));
  expect(await screen.findByTestId('error-notice')).toHaveTextContent('还有 1 个操作不知道结果');
  expect(screen.getByTestId('account-remove-confirm')).toHaveTextContent('仍然移除');
});

test('several that were confirmed together are told once, when the last of them has ended, and not while the panel is open', async () => {
  window.location.hash = '/journal';
  render(<App />);
  await screen.findAllByTestId('journal-row');
  together(['one', 'two', 'three'].map((id) => ({ id })));
  const ended = { endedAt: new Date().toISOString() };
  const of = { cloud: 'tencent', operation: 'StopInstances', effect: 'mutate' } as const;
  const tell = (id: string, more: Partial<Activity>) => emit('activity-changed', activity({ id, ...of, ...more }));
  await tell('one', { revision: 1, phase: 'done', ...ended });
  await tell('two', { revision: 1, phase: 'waiting' });
  await tell('three', { revision: 1, phase: 'failed', error: failure('conflict'), ...ended });
  await waitFor(() => expect(screen.getByTestId('activity-bar')).toHaveTextContent('2 个进行中'));
  expect(screen.queryByTestId('activity-notice')).toBeNull();
  await tell('two', { revision: 2, phase: 'done', ...ended });
  const notices = await screen.findAllByTestId('activity-notice');
  expect(notices.map(({ textContent }) => textContent)).toEqual([expect.stringContaining('2 台已关机，1 台失败')]);
  await userEvent.click(screen.getByTestId('activity-bar'));
  await waitFor(() => expect(screen.queryByTestId('activity-notice')).toBeNull());
  await tell('four', { revision: 1, phase: 'done', ...ended });
  await waitFor(() => expect(screen.getAllByTestId('activity-item').length).toBeGreaterThan(0));
  expect(screen.queryByTestId('activity-notice')).toBeNull();
});
