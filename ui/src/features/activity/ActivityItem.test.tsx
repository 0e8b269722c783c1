import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { i18next } from '../../i18n/i18n';
import type { Activity, CloudView } from '../../ipc/bindings';
import { activity, failure, thing } from '../../testing/activity';
import { renderPiece } from '../../testing/render';
import { ActivityItem } from './ActivityItem';

const ENDED = { endedAt: '2026-03-01T10:15:00Z' } as const;
const asked: [command: string, args: unknown][] = [];
let answer: (command: string) => unknown;
let clouds: Partial<CloudView>[];

beforeEach(() => {
  asked.length = 0;
  clouds = [];
  answer = () => activity({});
  mockIPC((command, args) => {
    if (command === 'clouds') return clouds;
    asked.push([command, args]);
    return answer(command);
  });
});
afterEach(async () => {
  clearMocks();
  await i18next.changeLanguage('zh-CN');
});

async function show(more: Partial<Activity>) {
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => (
      <ul>
        <ActivityItem activity={activity(more)} focused={false} />
      </ul>
    ),
  });
  const router = createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: a router of its own, which is not the registered one
  const { container } = renderPiece(<RouterProvider router={router as any} />);
  const item = await screen.findByTestId('activity-item');
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, 'scrollable-region-focusable': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  return item;
}

const call = (command: string, more = {}) =>
  waitFor(() => expect(asked).toContainEqual([command, { id: 'a', ...more }]));

describe('an activity in the panel', () => {
  test('is there from the confirmation on, says that nothing was sent, and can be withdrawn', async () => {
    const item = await show({ phase: 'preparing' });
    expect(item).toHaveTextContent('提交前核对');
    expect(screen.getByTestId('activity-preparing')).toHaveTextContent('还没有发出任何请求，可以撤回');
    await userEvent.click(screen.getByTestId('activity-cancel'));
    await call('cancel_activity');
  });

  test('that made three of five says so, names what broke in the words of the cloud, and what was never made', async () => {
    const resources = [
      thing('i-1', 'done'),
      thing('i-2', 'done'),
      thing('i-3', 'done'),
      thing('i-4', 'broken', 'LAUNCH_FAILED: no host'),
    ];
    const item = await show({ phase: 'partly', ordered: 5, resources, ...ENDED });
    expect(screen.getByTestId('activity-progress')).toHaveTextContent('5 台中 3 台创建成功');
    const shown = screen.getAllByTestId('activity-resource');
    expect(shown.map(({ dataset }) => [dataset.id, dataset.standing])).toEqual([
      ['i-4', 'broken'],
      ['i-1', 'done'],
      ['i-2', 'done'],
      ['i-3', 'done'],
    ]);
    expect(shown[0]).toHaveTextContent('LAUNCH_FAILED: no host');
    expect(screen.getByTestId('activity-missing')).toHaveTextContent('另外 1 台没有创建出来');
    expect(item).toHaveTextContent('可能已经开始计费');
    await i18next.changeLanguage('en');
    expect(screen.getByTestId('activity-progress')).toHaveTextContent('3 of 5 created');
  });

  test('that ordered machines leads to the instances, and to none from the hosts', async () => {
    const { cloud: id } = activity({});
    clouds = [
      {
        id,
        title: { zh: '云', en: 'Cloud' },
        colour: '#123456',
        regions: [],
        jobs: {},
        createOperation: 'RunInstances',
      },
    ];
    const ordered = { ordered: 2, resources: [thing('x-1', 'done')], phase: 'partly' as const, ...ENDED };
    await show({ ...ordered, operation: 'RunInstances' });
    expect(await screen.findByRole('link', { name: 'x-1' })).toBeVisible();
    cleanup();
    await show({ ...ordered, operation: 'AllocateHosts' });
    await waitFor(() => expect(screen.queryByRole('link', { name: 'x-1' })).toBeNull());
    expect(screen.getByTestId('activity-progress')).toHaveTextContent('2 台中 1 台创建成功');
  });

  test('of a batch names each id that was refused, with the message of the cloud', async () => {
    const resources = [thing('i-1', 'done'), thing('i-2', 'refused', 'It is rebuilding')];
    await show({ effect: 'mutate', phase: 'partly', resources, ...ENDED });
    expect(screen.getByTestId('activity-progress')).toHaveTextContent('2 个中 1 个完成');
    const [refused] = screen.getAllByTestId('activity-resource');
    expect(refused).toHaveTextContent('i-2');
    expect(refused).toHaveTextContent('被拒绝');
    expect(refused).toHaveTextContent('It is rebuilding');
  });

  test('that was not sent says that nothing was, and why', async () => {
    const words = { zh: '价格变了，没有购买。', en: 'moved' };
    const item = await show({ phase: 'not_sent', error: failure('plan_expired', { words }), ...ENDED });
    expect(item).toHaveTextContent('价格变了，没有购买。');
    expect(item).toHaveTextContent('请求没有发出，云上没有任何改变。');
  });

  test('that was withdrawn says so without calling it an error', async () => {
    const item = await show({ phase: 'not_sent', error: failure('cancelled'), ...ENDED });
    expect(item).toHaveTextContent('在发出之前撤回了');
    expect(screen.queryByTestId('error-notice')).toBeNull();
  });

  test('that was not found says what was looked at and what is still compared, and invites nobody to buy again', async () => {
    const error = failure('outcome_unknown', { delivery: 'maybe_sent' });
    for (const [language, looked, later, invitations] of [
      ['zh-CN', '多次读取了这个账号在这个地域的列表', '会拿来和它比对', ['可以重新提交', '没有执行']],
      [
        'en',
        'found nothing like its result',
        'you will be asked about it here',
        ['may submit it again', 'Not carried out'],
      ],
    ] as const) {
      await i18next.changeLanguage(language);
      const item = await show({ phase: 'not_applied', error, ...ENDED });
      expect(item).toHaveTextContent(looked);
      expect(item).toHaveTextContent(later);
      for (const invitation of invitations) expect(item).not.toHaveTextContent(invitation);
      await userEvent.click(screen.getByTestId('activity-recheck'));
      await call('recheck_activity');
      document.body.innerHTML = '';
    }
  });

  test('of unknown outcome says why once nobody looks, and lets the cloud be asked again where it knows the call', async () => {
    const words = { zh: '能看到的列表里没有找到，但没能看全。', en: 'not everywhere' };
    const error = failure('outcome_unknown', { words });
    const item = await show({ phase: 'outcome_unknown', error, canAskAgain: true, ...ENDED });
    expect(item).toHaveTextContent('能看到的列表里没有找到，但没能看全。');
    const button = screen.getByTestId('activity-ask-again');
    expect(button).toHaveAccessibleDescription(/幂等令牌.*不会做两次/);
    answer = (command) => (command === 'ask_again' ? Promise.reject(failure('plan_expired')) : activity({}));
    await userEvent.click(button);
    await call('ask_again');
    expect(await screen.findByTestId('error-notice')).toHaveAttribute('data-kind', 'plan_expired');
  });

  test('of unknown outcome does not offer to ask a cloud that knows no token', async () => {
    await show({ phase: 'outcome_unknown', error: failure('outcome_unknown'), ...ENDED });
    expect(screen.queryByTestId('activity-ask-again')).toBeNull();
    expect(screen.getByTestId('activity-recheck')).toBeEnabled();
  });

  test('that something resembles shows what to compare, and takes either answer', async () => {
    answer = (command) =>
      command === 'instance'
        ? { name: 'web-late', instanceType: 'S5.SMALL2', created: '2026-03-01T10:01:00Z' }
        : activity({});
    await show({ phase: 'not_applied', subject: 'web-ordered', resembling: ['i-9'], ...ENDED });
    const notice = screen.getByTestId('activity-resembling');
    expect(notice).toHaveTextContent('像是这笔当时没有结果的订单');
    expect(within(notice).getByTestId('resembling-order')).toHaveTextContent('web-ordered');
    await waitFor(() => expect(within(notice).getByTestId('resembling-found')).toHaveTextContent('web-late'));
    const link = within(notice).getByRole('link', { name: 'i-9' });
    expect(link).toHaveAttribute('href', '/instances?account=a&region=r&instance=i-9');
    await userEvent.click(screen.getByTestId('resembling-recognise'));
    await call('recognise_activity', { chosen: null });
    await userEvent.click(screen.getByTestId('resembling-dismiss'));
    await call('dismiss_resembling');
  });

  test('that more resemble than were ordered are chosen from', async () => {
    answer = (command) => (command === 'instance' ? null : activity({}));
    await show({ phase: 'outcome_unknown', ordered: 1, resembling: ['i-1', 'i-2'], ...ENDED });
    const button = screen.getByTestId('resembling-recognise');
    expect(button).toBeDisabled();
    await userEvent.click(screen.getAllByTestId('resembling-choose')[1] as HTMLElement);
    await userEvent.click(button);
    await call('recognise_activity', { chosen: ['i-2'] });
  });

  test('that an image resembles names it, and leads to no instance', async () => {
    answer = (command) => (command === 'instance' ? null : activity({}));
    await show({ phase: 'not_applied', subject: 'image-ordered', resembling: ['img-9'], ...ENDED });
    expect(screen.getByTestId('resembling-found')).toHaveTextContent('img-9');
    expect(within(screen.getByTestId('resembling-found')).queryByRole('link')).toBeNull();
  });

  test('whose private key was lost says so, and what to do', async () => {
    await show({ effect: 'mutate', phase: 'done', privateKey: 'lost', error: failure('outcome_unknown'), ...ENDED });
    const notice = screen.getByTestId('private-key');
    expect(notice).toHaveTextContent('私钥丢失了');
    expect(notice).toHaveTextContent('请删除这个密钥对，重新创建一个');
    expect(screen.queryByTestId('private-key-save')).toBeNull();
  });

  test('of a line that cannot be read is shown with its words, whatever else is missing', async () => {
    const words = { zh: '这一行由另一个版本写下，这个版本读不懂。', en: 'another version' };
    const item = await show({
      title: { zh: 'RunInstances', en: 'RunInstances' },
      subject: '',
      cloud: '',
      phase: 'outcome_unknown',
      error: failure('bug', { words }),
      ...ENDED,
    });
    expect(item).toHaveTextContent('这一行由另一个版本写下');
    expect(item).not.toHaveTextContent('RunInstances ·');
  });
});
