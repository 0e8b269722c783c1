import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Activity, IpcError, Plan, Quote } from '../../ipc/bindings';
import { activity } from '../../testing/activity';
import { renderPiece } from '../../testing/render';
import { usePlanFlow } from './usePlanFlow';

let next = 0;
const quote = (amount: string): Quote => ({
  items: [],
  totals: [{ per: { kind: 'hour' }, original: null, price: { amount, currency: 'CNY' } }],
  notIncluded: [],
  at: new Date().toISOString(),
});
function plan(more: Partial<Plan>): Plan {
  return {
    id: `test-plan-${next++}`,
    account: 'a',
    accountLabel: 'A',
    cloud: 'c',
    sandbox: false,
    region: 'r',
    operation: 'Op',
    title: { zh: '重启实例', en: 'Reboot' },
    effect: 'mutate',
    disruptive: true,
    grants: null,
    parties: [],
    summary: null,
    targets: [],
    subject: 'web-1',
    quote: null,
    noQuote: null,
    confirm: { kind: 'confirm' },
    repeats: null,
    request: {
      method: 'POST',
      url: 'https://x/',
      headers: [],
      body: '',
      canonicalRequest: null,
      stringToSign: '',
      exact: true,
    },
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
    ...more,
  };
}
const refusal = (kind: IpcError['kind']): IpcError => ({
  kind,
  delivery: 'not_sent',
  context: '',
  words: { zh: '价格变了', en: 'moved' },
  vendor: null,
  at: null,
  problems: [],
});

const applied: unknown[] = [];
const discarded: unknown[] = [];
let answer: (id: string) => Promise<unknown>;

beforeEach(() => {
  applied.length = 0;
  discarded.length = 0;
  answer = async (id) => ({ id }) as Activity;
  mockIPC((command, args) => {
    if (command === 'clouds') return [];
    const { id } = args as { id: string };
    if (command === 'discard_plan') return discarded.push(id);
    if (command === 'confirm_plans') return true;
    if (command !== 'apply_plan') throw new Error(command);
    applied.push(args);
    return answer(id);
  });
});
afterEach(() => clearMocks());

function Flow({
  make,
  onApplied,
}: {
  make: () => Promise<Plan | Plan[]>;
  onApplied?: (activities: Activity[]) => void;
}) {
  const flow = usePlanFlow(onApplied ? { onApplied } : {});
  return (
    <>
      <button type="button" onClick={() => flow.start(make)}>
        go
      </button>
      {flow.dialog}
    </>
  );
}
const go = () => userEvent.click(screen.getByRole('button', { name: 'go' }));

describe('the confirmation flow', () => {
  test('sends nothing before it is confirmed, and gives an unused plan back', async () => {
    const made = plan({});
    renderPiece(<Flow make={async () => made} />);
    await go();
    await screen.findByTestId('confirm-apply');
    await userEvent.click(screen.getByRole('button', { name: '取消' }));
    expect(applied).toEqual([]);
    expect(discarded).toEqual([made.id]);
  });

  test('applies once, however often the button is clicked', async () => {
    const made = plan({});
    const onApplied = vi.fn();
    let settle: (value: unknown) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        settle = resolve;
      });
    renderPiece(<Flow make={async () => made} onApplied={onApplied} />);
    await go();
    const button = await screen.findByTestId('confirm-apply');
    button.click();
    button.click();
    await userEvent.dblClick(button);
    expect(applied).toEqual([{ id: made.id, confirmed: { typedName: null, repeat: false } }]);
    settle({ id: made.id });
    await waitFor(() => expect(onApplied).toHaveBeenCalledTimes(1));
    expect(screen.queryByTestId('confirm-apply')).toBeNull();
    expect(discarded).toEqual([]);
  });

  test('wants the exact name before it destroys', async () => {
    const made = plan({ effect: 'destroy', confirm: { kind: 'type_name', name: 'web-1', short: null, phrase: null } });
    renderPiece(<Flow make={async () => made} />);
    await go();
    expect(await screen.findByTestId('confirm-apply')).toBeDisabled();
    await userEvent.type(screen.getByTestId('confirm-name'), 'web-');
    expect(screen.getByTestId('confirm-apply')).toBeDisabled();
    await userEvent.type(screen.getByTestId('confirm-name'), '1');
    await userEvent.click(screen.getByTestId('confirm-apply'));
    await waitFor(() => expect(applied).toEqual([{ id: made.id, confirmed: { typedName: 'web-1', repeat: false } }]));
  });

  test.each([
    ['续费实例', null, '续费实例，¥1.04 /小时'],
    ['调整机型', null, '调整机型，¥1.04 /小时'],
    ['创建实例', 2, '购买 2 台，¥1.04 /小时'],
  ])('the button of what is paid for says what is done: %s', async (title, count, words) => {
    const summary =
      count === null ? null : ({ count, name: '', size: 'S', billing: { kind: 'postpaid' } } as Plan['summary']);
    const made = plan({ title: { zh: title, en: title }, effect: 'purchase', quote: quote('1.04'), summary });
    renderPiece(<Flow make={async () => made} />);
    await go();
    expect(await screen.findByTestId('confirm-apply')).toHaveTextContent(words);
  });

  test('several are destroyed by one phrase that says how many, and the shell is told what was typed', async () => {
    const phrase = { zh: '销毁 2 台', en: 'terminate 2' };
    const named = (name: string) =>
      plan({
        effect: 'destroy',
        title: { zh: '销毁', en: 'T' },
        confirm: { kind: 'type_name', name, short: 'tail', phrase },
      });
    const plans = [named('web-1'), named('web-2')];
    renderPiece(<Flow make={async () => plans} />);
    await go();
    expect(await screen.findByTestId('confirm-apply')).toBeDisabled();
    await userEvent.type(screen.getByTestId('confirm-name'), 'web-1');
    expect(screen.getByTestId('confirm-apply')).toBeDisabled();
    await userEvent.clear(screen.getByTestId('confirm-name'));
    await userEvent.type(screen.getByTestId('confirm-name'), '销毁 2 台');
    await userEvent.click(screen.getByTestId('confirm-apply'));
    const names = () => applied.map((one) => (one as { confirmed: { typedName: string } }).confirmed.typedName);
    await waitFor(() => expect(names()).toEqual(['销毁 2 台', '销毁 2 台']));
  });

  test('two of one name are told apart by id and address, one by one and in a list', async () => {
    const target = (id: string, ip: string): Plan['targets'][number] => ({
      id,
      name: 'web',
      privateIps: [ip],
      publicIps: [],
      billing: { kind: 'prepaid' },
      expires: null,
      paidUntil: null,
      disks: [],
    });
    // An act that knows it by its id only says its name all the same.
    const byId = plan({ subject: 'ins-b', targets: [target('ins-b', '10.0.0.2')] });
    const plans = [plan({ targets: [target('ins-a', '10.0.0.1')] }), byId];
    renderPiece(<Flow make={async () => plans} />);
    await go();
    await screen.findByTestId('confirm-apply');
    const told = screen.getAllByTestId('plan-target').map(({ textContent }) => textContent);
    expect(told).toEqual(['ins-a10.0.0.1', 'ins-b10.0.0.2']);
    expect(screen.getAllByRole('listitem')[1]).toHaveTextContent(/^webins-b/);
    expect(screen.getByTestId('confirm-apply')).toHaveTextContent('重启实例 2 台');
  });

  test('a renewal says the old and the new expiry, of several beside each', async () => {
    const target = (id: string, expires: string, paidUntil: string): Plan['targets'][number] => ({
      id,
      name: 'web',
      privateIps: [],
      publicIps: [],
      billing: { kind: 'prepaid' },
      expires,
      paidUntil,
      disks: [],
    });
    const one = target('ins-a', '2027-10-19T04:00:00Z', '2027-11-19T04:00:00Z');
    const two = target('ins-b', '2027-01-31T04:00:00Z', '2027-02-28T04:00:00Z');
    for (const targets of [[one], [one, two]]) {
      const { unmount } = renderPiece(<Flow make={async () => [plan({ effect: 'purchase', targets })]} />);
      await go();
      await screen.findByTestId('confirm-apply');
      const told = screen.getAllByTestId('plan-paid').map(({ textContent }) => textContent);
      expect(told).toEqual(['到期 2027-10-19 → 2027-11-19', '到期 2027-01-31 → 2027-02-28'].slice(0, targets.length));
      unmount();
    }
  });

  test('several that are paid for show what each costs, the sum of each currency, and it stands on the button', async () => {
    const paid = (amount: string, currency: string): Quote => ({
      ...quote(amount),
      totals: [{ per: { kind: 'period', months: 1 }, original: null, price: { amount, currency } }],
    });
    const act = { effect: 'purchase', title: { zh: '续费实例', en: 'Renew' } } as const;
    const plans = [
      plan({ ...act, quote: paid('136.17', 'CNY') }),
      plan({ ...act, quote: paid('0.03', 'CNY') }),
      plan({ ...act, quote: paid('5', 'USD') }),
    ];
    renderPiece(<Flow make={async () => plans} />);
    await go();
    const dialog = await screen.findByRole('dialog', { name: '续费实例 3 台' });
    expect(screen.getAllByTestId('plan-price').map(({ textContent }) => textContent)).toEqual([
      '¥136.17，1 个月',
      '¥0.03，1 个月',
      '$5.00，1 个月',
    ]);
    expect(screen.getByTestId('plans-sum')).toHaveTextContent('合计¥136.20，1 个月合计$5.00，1 个月');
    expect(dialog).toHaveTextContent('确认后按下面的价格扣费');
    expect(screen.getByTestId('confirm-apply')).toHaveTextContent('续费实例 3 台，¥136.20，1 个月 + $5.00，1 个月');
  });

  test('of several, what has no price makes the sum the least, and is counted', async () => {
    const noQuote = { zh: '没有续费询价', en: 'no price' };
    const plans = [plan({ effect: 'purchase', quote: quote('1.04') }), plan({ effect: 'purchase', noQuote })];
    renderPiece(<Flow make={async () => plans} />);
    await go();
    const sum = await screen.findByTestId('plans-sum');
    expect(sum).toHaveTextContent('¥1.04 起 /小时');
    expect(sum).toHaveTextContent('其中 1 台云没有报价');
    expect(screen.getByTestId('month-estimate')).toHaveTextContent('≈ ¥748.80 /月');
    expect(screen.getByText('没有续费询价')).toBeVisible();
    expect(screen.getByTestId('confirm-apply')).toHaveTextContent('¥1.04 起 /小时');
  });

  test('prices of several that moved say the sum of before, and those that did not say nothing of it', async () => {
    const rounds = [
      ['1.04', '2.00'],
      ['1.30', '2.00'],
      ['1.30', '2.00'],
    ].map((amounts) => amounts.map((amount) => plan({ effect: 'purchase', quote: quote(amount) })));
    let made = 0;
    answer = () => Promise.reject(refusal('plan_expired'));
    renderPiece(<Flow make={async () => rounds[made++] ?? []} />);
    await go();
    await userEvent.click(await screen.findByTestId('confirm-apply'));
    await userEvent.click(await screen.findByTestId('confirm-renew'));
    expect(await screen.findByText(/之前是 ¥3\.04 \/小时/)).toBeVisible();
    await userEvent.click(screen.getByTestId('confirm-apply'));
    await userEvent.click(await screen.findByTestId('confirm-renew'));
    await screen.findByTestId('confirm-apply');
    expect(screen.queryByText(/之前是/)).toBeNull();
  });

  test('switching off what is prepaid says that it is charged all the same', async () => {
    const cloud = { id: 'c', title: { zh: '云', en: 'C' }, letter: 'C', colour: '#000', regions: [] };
    mockIPC((command) => (command === 'clouds' ? [{ ...cloud, jobs: { stop_instance: 'Off' } }] : []));
    const target = (kind: 'prepaid' | 'postpaid'): Plan['targets'][number] => ({
      id: 'ins-a',
      name: 'web',
      privateIps: [],
      publicIps: [],
      billing: { kind },
      expires: null,
      paidUntil: null,
      disks: [],
    });
    for (const kind of ['prepaid', 'postpaid'] as const) {
      const { unmount } = renderPiece(<Flow make={async () => plan({ operation: 'Off', targets: [target(kind)] })} />);
      await go();
      const dialog = await screen.findByRole('dialog', { name: '关机' });
      if (kind === 'prepaid') expect(dialog).toHaveTextContent('包年包月的费用照付');
      else expect(dialog).not.toHaveTextContent('费用照付');
      unmount();
    }
  });

  test('what is destroyed says of each disk whether it goes, stays, or nobody knows', async () => {
    const disk = (sizeGib: number, withInstance: boolean | null, system = false) => ({
      id: null,
      system,
      diskType: null,
      sizeGib,
      withInstance,
    });
    const disks = [disk(50, true, true), disk(100, true), disk(200, false), disk(300, null)];
    const target = { id: 'ins-a', name: 'web', privateIps: [], publicIps: [], expires: null, paidUntil: null, disks };
    const targets: Plan['targets'] = [{ ...target, billing: { kind: 'postpaid' } }];
    const confirm = { kind: 'type_name', name: 'web', short: null, phrase: null } as const;
    for (const plans of [
      [plan({ effect: 'destroy', targets, confirm })],
      [plan({ effect: 'destroy', targets }), plan({})],
    ]) {
      const { unmount } = renderPiece(<Flow make={async () => plans} />);
      await go();
      await screen.findByTestId('confirm-apply');
      expect(screen.getAllByTestId('plan-disks').map(({ textContent }) => textContent)).toEqual([
        '一起删除：系统盘 50 GiB、数据盘 1 100 GiB',
        '保留，继续计费：数据盘 2 200 GiB',
        '云没有说明是否删除：数据盘 3 300 GiB',
      ]);
      unmount();
    }
  });

  test('a moved price shows the old and the new one and asks again', async () => {
    const plans = [
      plan({ effect: 'purchase', quote: quote('1.04') }),
      plan({ effect: 'purchase', quote: quote('1.30') }),
    ];
    let made = 0;
    answer = () => Promise.reject(refusal('plan_expired'));
    renderPiece(<Flow make={async () => plans[made++] as Plan} />);
    await go();
    await userEvent.click(await screen.findByTestId('confirm-apply'));
    expect(await screen.findByTestId('error-notice')).toHaveTextContent('价格变了');
    expect(screen.queryByTestId('confirm-apply')).toBeNull();
    await userEvent.click(screen.getByTestId('confirm-renew'));
    const dialog = await screen.findByText(/之前是 ¥1\.04 \/小时/);
    expect(dialog).toBeVisible();
    expect(screen.getByTestId('confirm-apply')).toHaveTextContent('¥1.30');
    expect(applied).toHaveLength(1);
  });

  test('what failed among several stays with its reason, and nothing is made anew', async () => {
    const plans = [plan({ subject: 'one' }), plan({ subject: 'two' })];
    answer = async (id) => (id === plans[1]?.id ? Promise.reject(refusal('plan_expired')) : { id });
    const onApplied = vi.fn();
    renderPiece(<Flow make={async () => plans} onApplied={onApplied} />);
    await go();
    await userEvent.click(await screen.findByTestId('confirm-apply'));
    await screen.findByTestId('error-notice');
    expect(applied).toHaveLength(2);
    expect(screen.queryByTestId('confirm-renew')).toBeNull();
    expect(onApplied).not.toHaveBeenCalled();
  });

  test('an expired plan cannot be applied', async () => {
    const made = plan({ expiresAt: new Date(Date.now() - 1000).toISOString() });
    renderPiece(<Flow make={async () => made} />);
    await go();
    expect(await screen.findByTestId('confirm-renew')).toBeVisible();
    expect(screen.queryByTestId('confirm-apply')).toBeNull();
  });

  test('a plan that needs no confirmation goes out at once, and no dialog flashes', async () => {
    const made = plan({ disruptive: false, confirm: { kind: 'none' } });
    const onApplied = vi.fn();
    const dialogs: string[] = [];
    const watching = new MutationObserver(() => {
      const dialog = screen.queryByRole('dialog');
      if (dialog) dialogs.push(dialog.textContent ?? '');
    });
    watching.observe(document.body, { childList: true, subtree: true });
    renderPiece(<Flow make={async () => made} onApplied={onApplied} />);
    await go();
    await waitFor(() => expect(onApplied).toHaveBeenCalledTimes(1));
    watching.disconnect();
    expect(applied).toHaveLength(1);
    expect(dialogs).toEqual([]);
  });

  test('clicking again while a plan is being made, or goes out, does nothing more', async () => {
    const made = plan({ disruptive: false, confirm: { kind: 'none' } });
    const make = vi.fn(async () => made);
    let settle: (value: unknown) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        settle = resolve;
      });
    renderPiece(<Flow make={make} />);
    await userEvent.dblClick(screen.getByRole('button', { name: 'go' }));
    await waitFor(() => expect(applied).toHaveLength(1));
    await go();
    settle({ id: made.id });
    expect([make.mock.calls.length, applied.length]).toEqual([1, 1]);
  });

  test('plans that take long are said to be in the making, and can be given up', async () => {
    const made = plan({});
    let settle: (made: Plan) => void = () => undefined;
    const make = () =>
      new Promise<Plan>((resolve) => {
        settle = resolve;
      });
    renderPiece(<Flow make={make} />);
    await go();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await screen.findByRole('dialog', { name: '准备中…' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '关闭' }));
    settle(made);
    await waitFor(() => expect(discarded).toEqual([made.id]));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('a plan that repeats an act without an outcome is wanted by itself, by keyboard too', async () => {
    const repeats = {
      id: 'earlier',
      at: new Date(Date.now() - 60_000).toISOString(),
      phase: 'outcome_unknown',
    } as const;
    const made = plan({ effect: 'purchase', quote: quote('1.04'), repeats });
    renderPiece(<Flow make={async () => made} />);
    await go();
    const warning = await screen.findByTestId('plan-repeats');
    expect(warning).toHaveTextContent('同样的订单已经确认过，还没有结果');
    expect(warning).toHaveTextContent('1 分钟前');
    expect(warning).toHaveTextContent('结果未知');
    expect(screen.getByTestId('confirm-apply')).toBeDisabled();
    screen.getByTestId('confirm-repeat').focus();
    await userEvent.keyboard(' ');
    await userEvent.click(screen.getByTestId('confirm-apply'));
    await waitFor(() => expect(applied).toEqual([{ id: made.id, confirmed: { typedName: null, repeat: true } }]));
  });

  test('one that needs no confirmation does not go out by itself when it repeats an act without an outcome', async () => {
    const repeats = { id: 'earlier', at: new Date().toISOString(), phase: 'sending' } as const;
    const made = plan({ disruptive: false, confirm: { kind: 'none' }, repeats });
    renderPiece(<Flow make={async () => made} />);
    await go();
    expect(await screen.findByTestId('plan-repeats')).toHaveTextContent('同样的操作已经确认过');
    expect(applied).toEqual([]);
  });

  test('the same act confirmed meanwhile is said in its words, and reviewed anew', async () => {
    const repeats = { id: 'earlier', at: new Date().toISOString(), phase: 'sending' } as const;
    const plans = [plan({}), plan({ repeats })];
    let made = 0;
    const words = { zh: '同样的请求刚刚已经确认，还没有结果。没有再次提交。', en: 'confirmed a moment ago' };
    answer = () => Promise.reject({ ...refusal('plan_expired'), words });
    renderPiece(<Flow make={async () => plans[made++] as Plan} />);
    await go();
    await userEvent.click(await screen.findByTestId('confirm-apply'));
    expect(await screen.findByTestId('error-notice')).toHaveTextContent('没有再次提交');
    await userEvent.click(screen.getByTestId('confirm-renew'));
    expect(await screen.findByTestId('plan-repeats')).toBeVisible();
    expect(screen.getByTestId('confirm-apply')).toBeDisabled();
  });

  test("without a yes to the system's question the review stays, and can be confirmed again", async () => {
    const made = plan({});
    answer = async () => Promise.reject(refusal('cancelled'));
    const onApplied = vi.fn();
    renderPiece(<Flow make={async () => made} onApplied={onApplied} />);
    await go();
    await userEvent.click(await screen.findByTestId('confirm-apply'));
    await waitFor(() => expect(screen.getByTestId('confirm-apply')).toBeEnabled());
    expect(screen.queryByTestId('error-notice')).toBeNull();
    answer = async (id) => ({ id }) as Activity;
    await userEvent.click(screen.getByTestId('confirm-apply'));
    await waitFor(() => expect(onApplied).toHaveBeenCalledOnce());
    expect(applied).toHaveLength(2);
  });

  test('several are asked about together before the first is applied', async () => {
    const made = [plan({}), plan({})];
    let agrees = false;
    const asked: unknown[] = [];
    mockIPC((command, args) => {
      if (command === 'clouds') return [];
      if (command === 'confirm_plans') {
        asked.push(args);
        return agrees;
      }
      if (command !== 'apply_plan') return [];
      applied.push(args);
      return { id: (args as { id: string }).id };
    });
    renderPiece(<Flow make={async () => made} />);
    await go();
    await userEvent.click(await screen.findByTestId('confirm-apply'));
    await waitFor(() => expect(screen.getByTestId('confirm-apply')).toBeEnabled());
    expect(asked).toEqual([{ ids: made.map(({ id }) => id) }]);
    expect(applied).toEqual([]);
    agrees = true;
    await userEvent.click(screen.getByTestId('confirm-apply'));
    await waitFor(() => expect(applied).toHaveLength(2));
  });

  test('what is being looked at once more can be withdrawn from the dialog', async () => {
    const made = plan({});
    const asked: string[] = [];
    let settle: (value: unknown) => void = () => undefined;
    const preparing = activity({ id: made.id, phase: 'preparing' });
    mockIPC((command, args) => {
      const { id } = (args ?? {}) as { id: string };
      if (command === 'clouds') return [];
      if (command === 'operations') return [];
      if (command === 'activities') return [preparing];
      if (command === 'apply_plan')
        return new Promise((resolve) => {
          settle = resolve;
        });
      asked.push(command);
      return { ...preparing, id, revision: 1, cancelled: true };
    });
    renderPiece(<Flow make={async () => made} />);
    await go();
    await userEvent.click(await screen.findByTestId('confirm-apply'));
    expect(await screen.findByTestId('plan-preparing')).toHaveTextContent('还没有发出任何请求');
    await userEvent.click(screen.getByTestId('plan-withdraw'));
    await waitFor(() => expect(asked).toEqual(['cancel_activity']));
    await waitFor(() => expect(screen.queryByTestId('plan-withdraw')).toBeNull());
    settle({ ...preparing, revision: 2, phase: 'not_sent' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('a plan that is refused says so, under a title of its own', async () => {
    renderPiece(<Flow make={() => Promise.reject(refusal('conflict'))} />);
    await go();
    expect(await screen.findByRole('dialog', { name: '没有执行' })).toBeVisible();
    expect(screen.getByTestId('error-notice')).toHaveTextContent('价格变了');
  });

  test('a plan that comes after the page was left is given back', async () => {
    const made = plan({});
    let settle: (made: Plan) => void = () => undefined;
    const make = () =>
      new Promise<Plan>((resolve) => {
        settle = resolve;
      });
    const { unmount } = renderPiece(<Flow make={make} />);
    await go();
    unmount();
    settle(made);
    await waitFor(() => expect(discarded).toEqual([made.id]));
  });
});
