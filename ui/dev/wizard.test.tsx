import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from '../src/app/App';
import { commands, type IpcError, type Plan } from '../src/ipc/bindings';
import { operationOf } from '../src/testing/catalogue';
import { preparing } from './fake/handlers/plans';
import { install, uninstall } from './fake/install';
import { instances } from './fake/instances';
import { imagesOf } from './fake/things';

beforeEach(() => install());
afterEach(() => {
  cleanup();
  uninstall();
  vi.restoreAllMocks();
});

const COMPLETE: { [cloud: string]: { account: string; region: string; params: object } } = {
  tencent: {
    account: 'acc-tencent',
    region: 'ap-guangzhou',
    params: {
      Placement: { Zone: 'ap-guangzhou-3' },
      ImageId: imagesOf('tencent', 'public')[0]?.id,
      InstanceType: 'S5.MEDIUM4',
      InstanceCount: 2,
      InstanceName: 'web-prod',
    },
  },
  kingsoft: { account: 'acc-kingsoft', region: 'cn-beijing-6', params: exampleOf('kingsoft', 'RunInstances') },
  jdcloud: { account: 'acc-jd', region: 'cn-north-1', params: exampleOf('jdcloud', 'createInstances') },
  ucloudstack: { account: 'acc-ucs', region: 'cn', params: exampleOf('ucloudstack', 'CreateVMInstance') },
};

function exampleOf(cloud: string, operation: string): object {
  const {
    regionId: _,
    clientToken: __,
    ...params
  } = operationOf(cloud, operation).example as { [name: string]: unknown };
  return params;
}

/** Opens the wizard at the draft of a cloud and goes to the review. */
async function review(cloud: string) {
  const begun = COMPLETE[cloud];
  if (!begun) throw new Error(cloud);
  const id = `draft-${cloud}-${Math.random()}`;
  await commands.saveDraft({ id, cloud, title: 'x', savedAt: '2026-01-01T00:00:00Z', ...begun });
  window.location.hash = `/create?draft=${id}`;
  render(<App />);
  const user = userEvent.setup();
  await user.click(await screen.findByTestId('wizard-step-review'));
  return user;
}

const buyable = () =>
  waitFor(() => {
    const button = screen.getByTestId('wizard-buy');
    expect(button).toBeEnabled();
    return button;
  });

describe('the creation wizard', () => {
  test.each(Object.keys(COMPLETE))(
    'buys on %s, and follows until it runs',
    async (cloud) => {
      const apply = vi.spyOn(commands, 'applyPlan');
      const user = await review(cloud);
      const button = await buyable();
      if (cloud === 'jdcloud') {
        expect(screen.getByTestId('review-no-quote')).toHaveTextContent('没有询价接口');
        expect(button).toHaveTextContent(/^购买 \d+ 台$/);
      } else {
        expect(button).toHaveTextContent(/^购买 \d+ 台，¥/);
        expect(screen.getByTestId('wizard-review')).toHaveTextContent('刚刚询价');
      }
      await user.dblClick(button);
      const progress = await screen.findByTestId('purchase-progress');
      await waitFor(() => expect(progress).toHaveAttribute('data-phase', 'done'));
      expect(screen.getAllByTestId('progress-instance')[0]).toHaveAttribute('data-state', 'running');
      expect(apply).toHaveBeenCalledTimes(1);
    },
    30_000,
  );

  test('says what is missing, and leads to where it is mended', async () => {
    window.location.hash = '/create?account=acc-tencent&region=ap-guangzhou';
    render(<App />);
    const user = userEvent.setup();
    await user.click(await screen.findByTestId('wizard-step-review'));
    const problems = await screen.findByTestId('review-problems');
    expect(screen.getByTestId('wizard-buy')).toBeDisabled();
    // Before there is an order, nothing is said of how many.
    expect(screen.getByTestId('wizard-buy')).toHaveTextContent(/^购买$/);
    expect(within(problems).getByText('可用区')).toBeVisible();
    expect(screen.getByTestId('wizard-step-image')).toHaveAttribute('data-state', 'wrong');
    await user.click(within(problems).getByRole('button', { name: '去“镜像”修改' }));
    expect(screen.getByTestId('wizard-step-image')).toHaveAttribute('aria-current', 'step');
    await user.click((await screen.findAllByTestId('image-choice'))[0] as HTMLElement);
    await waitFor(() => expect(screen.getByTestId('wizard-step-image')).toHaveAttribute('data-state', 'done'));
  });

  test('another one like an instance opens at the review, and names what was not copied, each with a way to it', async () => {
    const row = instances.find((one) => one.cloud === 'tencent' && one.billing.kind === 'prepaid');
    const { account, region, id } = row?.key ?? { account: '', region: '', id: '' };
    window.location.hash = `/create?account=${account}&region=${region}&instance=${id}`;
    render(<App />);
    const user = userEvent.setup();
    const left = await screen.findByTestId('left-behind');
    expect(screen.getByTestId('wizard-review')).toBeVisible();
    expect(screen.getByTestId('wizard-review')).toHaveTextContent('包年包月');
    expect(screen.getByTestId('wizard-review')).toHaveTextContent('200 GiB');
    expect(left).toHaveTextContent('购买时长：云没有返回这一项');
    await user.click(within(left).getAllByRole('button', { name: '去“计费”修改' })[0] as HTMLElement);
    expect(screen.getByTestId('wizard-step-billing')).toHaveAttribute('aria-current', 'step');
  });

  test('by the hour of a cloud that charges in advance, the review says so and asks for no duration', async () => {
    const begun = COMPLETE.ucloudstack;
    if (begun) begun.params = { ...begun.params, ChargeType: 'Dynamic', Quantity: 1 };
    await review('ucloudstack');
    await buyable();
    const page = screen.getByTestId('wizard-review');
    expect(page).toHaveTextContent('按小时，先付：每小时开始前扣费');
    expect(page, 'one word for it').not.toHaveTextContent('按量计费');
    expect(page).not.toHaveTextContent('按实际使用付费');
    expect(page).not.toHaveTextContent('购买时长');
    expect(within(screen.getByTestId('review-unset')).getByText(/没有外网 IP/)).toBeVisible();
  });

  test('how it is paid can be changed beside the price, and is the same field; a step left as it is has a grey tick', async () => {
    const user = await review('tencent');
    await buyable();
    expect(screen.getByTestId('wizard-step-storage')).toHaveAttribute('data-state', 'default');
    expect(screen.getByTestId('wizard-step-image')).toHaveAttribute('data-state', 'done');
    expect(screen.getByTestId('review-unset')).toHaveTextContent('没有设置：云会随机生成密码，用站内信通知');
    await user.click(within(screen.getByTestId('quote-billing')).getByRole('combobox'));
    await user.click(await screen.findByRole('option', { name: '包年包月', hidden: true }));
    await buyable();
    expect(screen.getByTestId('wizard-review')).toHaveTextContent('包年包月，1 个月');
    await user.click(screen.getByTestId('wizard-step-billing'));
    expect(screen.getByTestId('naming')).toHaveTextContent('数量');
    expect(document.querySelector('[data-field="InstanceChargePrepaid/Period"] input')).toHaveValue('1 个月');
  });

  test('stops when the price has moved, and buys only after another click', async () => {
    let moved = false;
    const plan = commands.planCreate;
    vi.spyOn(commands, 'planCreate').mockImplementation(async (...args) => {
      const reply = await plan(...args);
      return reply.status === 'ok' && moved ? { status: 'ok', data: dearer(reply.data) } : reply;
    });
    const user = await review('tencent');
    const real = commands.applyPlan;
    const apply = vi.spyOn(commands, 'applyPlan').mockImplementationOnce(async () => {
      moved = true;
      return { status: 'error', error: expired };
    });
    apply.mockImplementation(real);
    await user.click(await buyable());
    const notice = await screen.findByTestId('price-moved');
    expect(notice).toHaveTextContent('还没有购买');
    expect(apply).toHaveBeenCalledTimes(1);
    await user.click(await buyable());
    await screen.findByTestId('purchase-progress');
    expect(apply).toHaveBeenCalledTimes(2);
    await new Promise((resolve) => setTimeout(resolve, 4000));
  });

  test('says so when the order had expired at the same price, and buys only after another click', async () => {
    const user = await review('tencent');
    const real = commands.applyPlan;
    const apply = vi.spyOn(commands, 'applyPlan').mockImplementationOnce(async () => ({
      status: 'error',
      error: expired,
    }));
    apply.mockImplementation(real);
    await user.click(await buyable());
    expect(await screen.findByTestId('plan-renewed')).toHaveTextContent('价格没有变');
    expect(screen.queryByTestId('price-moved')).toBeNull();
    expect(apply).toHaveBeenCalledTimes(1);
  });

  test('an order that repeats one without an outcome is bought only once that is wanted by itself', async () => {
    const repeats = {
      id: 'earlier',
      at: new Date(Date.now() - 120_000).toISOString(),
      phase: 'outcome_unknown',
    } as const;
    const plan = commands.planCreate;
    vi.spyOn(commands, 'planCreate').mockImplementation(async (...args) => {
      const reply = await plan(...args);
      return reply.status === 'ok' ? { status: 'ok', data: Object.assign(reply.data, { repeats }) } : reply;
    });
    const apply = vi.spyOn(commands, 'applyPlan');
    const user = await review('tencent');
    const warning = await screen.findByTestId('plan-repeats');
    expect(warning).toHaveTextContent('2 分钟前');
    expect(screen.getByTestId('wizard-buy')).toBeDisabled();
    screen.getByTestId('confirm-repeat').focus();
    await user.keyboard(' ');
    await user.click(await buyable());
    await screen.findByTestId('purchase-progress');
    expect(apply.mock.calls[0]?.[1]).toEqual({ typedName: null, repeat: true });
  });

  test('the same order confirmed meanwhile is said in its words, with the warning', async () => {
    let meanwhile = false;
    const repeats = { id: 'earlier', at: new Date().toISOString(), phase: 'sending' } as const;
    const plan = commands.planCreate;
    vi.spyOn(commands, 'planCreate').mockImplementation(async (...args) => {
      const reply = await plan(...args);
      return reply.status === 'ok' && meanwhile ? { status: 'ok', data: { ...reply.data, repeats } } : reply;
    });
    vi.spyOn(commands, 'applyPlan').mockImplementationOnce(async () => {
      meanwhile = true;
      const words = { zh: '同样的请求刚刚已经确认，还没有结果。没有再次提交。', en: 'confirmed a moment ago' };
      return { status: 'error', error: { ...expired, words } };
    });
    const user = await review('tencent');
    await user.click(await buyable());
    expect(await screen.findByTestId('plan-renewed')).toHaveTextContent('没有再次提交');
    expect(screen.getByTestId('plan-repeats')).toBeVisible();
    expect(screen.getByTestId('wizard-buy')).toBeDisabled();
  });

  test('what is being looked at once more can be withdrawn, and then nothing was bought', async () => {
    preparing.ms = 20_000;
    const user = await review('tencent');
    await user.click(await buyable());
    expect(await screen.findByTestId('plan-preparing')).toHaveTextContent('还没有发出任何请求');
    await user.click(screen.getByTestId('plan-withdraw'));
    const progress = await screen.findByTestId('purchase-progress');
    expect(progress).toHaveAttribute('data-phase', 'not_sent');
    expect(progress).toHaveTextContent('没有提交，什么都没有购买');
    expect(progress).toHaveTextContent('在发出之前撤回了');
    preparing.ms = 400;
    await user.click(screen.getByTestId('progress-retry'));
    await buyable();
  });

  test('a password is neither in a draft nor asked a price with, and only masked in the review', async () => {
    const secret = 'Planted-Secret-1';
    const save = vi.spyOn(commands, 'saveDraft');
    const quote = vi.spyOn(commands, 'quote');
    const begun = COMPLETE.ucloudstack;
    await commands.saveDraft({
      id: 'draft-secret',
      cloud: 'ucloudstack',
      title: 'x',
      savedAt: '2026-01-01T00:00:00Z',
      account: begun?.account ?? '',
      region: begun?.region ?? '',
      params: { ...begun?.params, Password: undefined },
    });
    window.location.hash = '/create?draft=draft-secret';
    const { container } = render(<App />);
    const user = userEvent.setup();
    await user.click(await screen.findByTestId('wizard-step-login'));
    const input = await waitFor(() => {
      const found = container.querySelector('[data-field="Password"] input');
      if (!found) throw new Error('no password');
      return found;
    });
    await user.type(input, secret);
    await new Promise((resolve) => setTimeout(resolve, 1600));
    await user.click(screen.getByTestId('wizard-step-review'));
    await buyable();
    expect(container.textContent).toContain('••••••');
    expect(container.textContent).not.toContain(secret);
    expect(save.mock.calls.length).toBeGreaterThan(1);
    expect(JSON.stringify(save.mock.calls)).not.toContain(secret);
    expect(quote.mock.calls.length).toBeGreaterThan(0);
    expect(JSON.stringify(quote.mock.calls)).not.toContain(secret);
    expect(JSON.stringify({ ...window.localStorage })).not.toContain(secret);
  });
});

const expired: IpcError = {
  kind: 'plan_expired',
  delivery: 'not_sent',
  context: 'moved',
  words: null,
  vendor: null,
  at: null,
  problems: [],
};

function dearer(plan: Plan): Plan {
  const totals = plan.quote?.totals.map((total) => ({ ...total, price: { ...total.price, amount: '99' } })) ?? [];
  return { ...plan, quote: plan.quote && { ...plan.quote, totals } };
}
