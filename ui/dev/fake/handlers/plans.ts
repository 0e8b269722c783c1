import { emit } from '@tauri-apps/api/event';
import type {
  Activity,
  ActivityResource,
  Confirmed,
  InstanceAction,
  InstanceKey,
  IpcError,
  Plan,
  Quote,
  RequestPreview,
  Text,
} from '../../../src/ipc/bindings';
import { accountOf, ago } from '../accounts';
import { answered, notSent } from '../errors';
import type { Handlers } from '../handlers';
import { instances } from '../instances';
import { later } from '../later';
import { scenario } from '../scenario';

/** How long what was confirmed is looked at once more, in milliseconds; a test may make it last. */
export const preparing = { ms: 400 };

/** What ends that early, by act. */
const withdrawals = new Map<string, () => void>();

let next = 1;
/** In the scenario `moved`, whether the price has. */
let priceMoved = false;
const plans = new Map<string, Plan>();

export const quote = (): Quote => ({
  items: [
    {
      title: { zh: '实例', en: 'Instance' },
      original: { amount: '0.6', currency: 'CNY' },
      price: { amount: '0.52', currency: 'CNY' },
      per: { kind: 'hour' },
      times: 2,
    },
    {
      title: { zh: '公网流量', en: 'Traffic' },
      original: null,
      price: { amount: '0.8', currency: 'CNY' },
      per: { kind: 'gigabyte' },
      times: 1,
    },
  ],
  totals: [
    { per: { kind: 'hour' }, original: { amount: '1.2', currency: 'CNY' }, price: { amount: '1.04', currency: 'CNY' } },
    { per: { kind: 'gigabyte' }, original: null, price: { amount: '0.8', currency: 'CNY' } },
  ],
  notIncluded: [{ zh: '快照和超出部分的流量', en: 'Snapshots and traffic beyond' }],
  at: new Date().toISOString(),
});

export const request = (action: string, body: object): RequestPreview => ({
  method: 'POST',
  url: 'https://cvm.tencentcloudapi.com/',
  headers: [
    { name: 'content-type', value: 'application/json' },
    { name: 'x-tc-action', value: action },
    { name: 'x-tc-version', value: '2017-03-12' },
    {
      name: 'authorization',
      value:
        'TC3-HMAC-SHA256 Credential=AKID****MPLE/2026-03-01/cvm/tc3_request, SignedHeaders=content-type;host, Signature=****',
    },
  ],
  body: JSON.stringify(body, null, 2),
  canonicalRequest:
    'POST\n/\n\ncontent-type:application/json\nhost:cvm.tencentcloudapi.com\n\ncontent-type;host\n35e9c5b0…',
  stringToSign: 'TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n2815843035…',
  exact: true,
});

/** Keeps a plan that the pages may apply. */
export function planned(
  more: Pick<Plan, 'account' | 'region' | 'operation' | 'title' | 'effect' | 'subject' | 'confirm'> & Partial<Plan>,
): Plan {
  const account = accountOf(more.account);
  const plan: Plan = {
    id: `plan-${next++}`,
    accountLabel: account.label,
    cloud: account.cloud,
    sandbox: account.sandbox,
    disruptive: false,
    grants: null,
    parties: [],
    summary: null,
    targets: [],
    quote: null,
    noQuote: null,
    repeats: null,
    request: request(more.operation, { subject: more.subject }),
    expiresAt: new Date(Date.now() + 5 * 60_000).toISOString(),
    ...more,
  };
  if (scenario === 'repeats') plan.repeats = { id: 'act-2', at: ago(95), phase: 'outcome_unknown' };
  plans.set(plan.id, plan);
  return plan;
}

const ACTIONS: {
  [action in InstanceAction]: { operation: string; title: Text; effect: Plan['effect']; disruptive: boolean };
} = {
  start: {
    operation: 'StartInstances',
    title: { zh: '启动实例', en: 'Start instance' },
    effect: 'mutate',
    disruptive: false,
  },
  stop: {
    operation: 'StopInstances',
    title: { zh: '关闭实例', en: 'Stop instance' },
    effect: 'mutate',
    disruptive: true,
  },
  reboot: {
    operation: 'RebootInstances',
    title: { zh: '重启实例', en: 'Reboot instance' },
    effect: 'mutate',
    disruptive: true,
  },
  terminate: {
    operation: 'TerminateInstances',
    title: { zh: '销毁实例', en: 'Terminate instance' },
    effect: 'destroy',
    disruptive: true,
  },
};

const unanswered = (account: string, region: string): IpcError => ({
  kind: 'outcome_unknown',
  delivery: 'maybe_sent',
  context: 'connection closed before message completed after 30.0 s',
  words: null,
  vendor: null,
  at: { account, region, operation: 'RunInstances' },
  problems: [],
});

const sample = (id: string, more: Partial<Activity>): Activity => ({
  id,
  revision: 0,
  account: 'acc-tencent',
  accountLabel: '生产',
  cloud: 'tencent',
  sandbox: false,
  region: 'ap-guangzhou',
  operation: 'RunInstances',
  title: { zh: '创建实例', en: 'Create instances' },
  effect: 'purchase',
  subject: 'web-prod',
  phase: 'waiting',
  ordered: null,
  resources: [],
  requestId: 'c4a6e0d2-1b7c-4f13-8d83-5e0f2b6a9d11',
  startedAt: ago(14),
  endedAt: null,
  cancelled: false,
  cleared: false,
  error: null,
  quote: quote(),
  summary: null,
  privateKey: null,
  resembling: [],
  canAskAgain: false,
  ...more,
});

let activities: Activity[] =
  scenario === 'empty'
    ? []
    : [
        sample('act-1', {
          ordered: 2,
          resources: [
            { id: 'ins-8x2kq1zp', state: { kind: 'running' }, standing: 'done', words: null },
            { id: 'ins-7cv0wn4d', state: { kind: 'creating' }, standing: 'open', words: null },
          ],
        }),
        sample('act-2', {
          cloud: 'kingsoft',
          account: 'acc-kingsoft',
          accountLabel: '数据平台',
          region: 'cn-beijing-6',
          subject: 'etl-prod',
          phase: 'outcome_unknown',
          ordered: 1,
          requestId: null,
          startedAt: ago(95),
          canAskAgain: true,
          error: {
            kind: 'outcome_unknown',
            delivery: 'maybe_sent',
            context: 'connection closed before message completed after 30.0 s',
            words: null,
            vendor: null,
            at: { account: 'acc-kingsoft', region: 'cn-beijing-6', operation: 'RunInstances' },
            problems: [],
          },
        }),
        sample('act-3', {
          cloud: 'jdcloud',
          account: 'acc-jd',
          accountLabel: '演练·京东云',
          sandbox: true,
          region: 'cn-north-1',
          operation: 'stopInstance',
          title: { zh: '关闭实例', en: 'Stop instance' },
          effect: 'mutate',
          subject: 'redis-staging-07',
          phase: 'failed',
          startedAt: ago(410),
          endedAt: ago(409),
          quote: null,
          error: answered('conflict', {
            code: 'FAILED_PRECONDITION',
            message: "Instance 'i-2k9f3hq0w1' is not in state running",
            requestId: 'bq3k2o5v7g1a9f0c',
            httpStatus: 400,
            explanation: {
              zh: '实例不在“运行中”，无法关机。',
              en: 'The instance is not running, so it cannot be stopped.',
            },
          }),
        }),
        sample('act-5', {
          cloud: 'kingsoft',
          account: 'acc-kingsoft',
          accountLabel: '数据平台',
          region: 'cn-beijing-6',
          subject: 'api-prod',
          phase: 'partly',
          ordered: 5,
          startedAt: ago(900),
          endedAt: ago(720),
          resources: [
            { id: '0d2f8a10-11c1', state: { kind: 'running' }, standing: 'done', words: null },
            { id: '0d2f8a10-22c2', state: { kind: 'running' }, standing: 'done', words: null },
            { id: '0d2f8a10-33c3', state: { kind: 'running' }, standing: 'done', words: null },
            { id: '0d2f8a10-44c4', state: { kind: 'failed' }, standing: 'broken', words: 'error: no valid host found' },
          ],
        }),
        sample('act-6', {
          cloud: 'kingsoft',
          account: 'acc-kingsoft',
          accountLabel: '数据平台',
          region: 'cn-beijing-6',
          operation: 'AttachKey',
          title: { zh: '绑定密钥', en: 'Bind a key' },
          effect: 'mutate',
          subject: 'etl-prod',
          phase: 'partly',
          quote: null,
          startedAt: ago(1300),
          endedAt: ago(1299),
          resources: [
            { id: '5e1c0b77-aa01', state: null, standing: 'done', words: null },
            {
              id: '5e1c0b77-aa02',
              state: null,
              standing: 'refused',
              words: 'The instance is rebuilding; the operation is not allowed in this state.',
            },
          ],
        }),
        sample('act-7', {
          subject: 'etl-dev',
          phase: 'not_applied',
          ordered: 1,
          requestId: null,
          startedAt: ago(2000),
          endedAt: ago(1880),
          error: unanswered('acc-tencent', 'ap-guangzhou'),
        }),
        sample('act-8', {
          subject: instances[0]?.name ?? 'web-prod',
          account: instances[0]?.key.account ?? 'acc-tencent',
          region: instances[0]?.key.region ?? 'ap-guangzhou',
          phase: 'not_applied',
          ordered: 1,
          requestId: null,
          startedAt: ago(2600),
          endedAt: ago(2480),
          resembling: [instances[0]?.key.id ?? 'ins-late'],
          error: unanswered('acc-tencent', 'ap-guangzhou'),
        }),
        sample('act-9', {
          subject: 'ci-runner',
          phase: 'not_sent',
          requestId: null,
          startedAt: ago(3000),
          endedAt: ago(2998),
          error: notSent('plan_expired', 'the price moved', {
            words: {
              zh: '价格变了：确认时 ¥1.04 /小时，现在 ¥1.30 /小时。没有购买，请重新确认。',
              en: 'The price moved: ¥1.04 an hour when confirmed, ¥1.30 now. Nothing was bought. Review it again.',
            },
          }),
        }),
        sample('act-4', {
          operation: 'ModifyImageSharePermission',
          title: { zh: '共享镜像', en: 'Share image' },
          effect: 'mutate',
          subject: 'img-6pb6lrmy',
          phase: 'done',
          quote: null,
          startedAt: ago(3700),
          endedAt: ago(3698),
        }),
      ];

/** The private key of an act has been written to a file. */
export function savedKey(id: string): void {
  const activity = activities.find((known) => known.id === id);
  if (activity) report({ ...activity, privateKey: 'saved' });
}

function report(change: Activity): Activity {
  const before = activities.find(({ id }) => id === change.id);
  const activity = { ...change, revision: before ? before.revision + 1 : 0 };
  activities = before ? activities.map((known) => (known === before ? activity : known)) : [activity, ...activities];
  void emit('activity-changed', activity);
  return activity;
}

export default {
  plan_action: ({ action, keys }: { action: InstanceAction; keys: InstanceKey[] }) =>
    keys.map((key) => {
      const row = instances.find((one) => one.key.id === key.id);
      const name = row?.name ?? key.id;
      const tail = key.id.slice(-4);
      const short = tail.length < name.length ? tail : null;
      const phrase = keys.length > 1 ? { zh: `销毁 ${keys.length} 台`, en: `terminate ${keys.length}` } : null;
      const confirm =
        action === 'terminate' ? { kind: 'type_name' as const, name, short, phrase } : { kind: 'confirm' as const };
      const disk = (system: boolean, sizeGib: number, withInstance: boolean) => ({
        id: null,
        system,
        diskType: null,
        sizeGib,
        withInstance,
      });
      return planned({
        ...ACTIONS[action],
        account: key.account,
        region: key.region,
        subject: name,
        targets: row
          ? [{ ...row, id: row.key.id, paidUntil: null, disks: [disk(true, 50, true), disk(false, 200, false)] }]
          : [],
        confirm: action === 'start' ? { kind: 'none' } : confirm,
      });
    }),
  confirm_plans: () => true,
  apply_plan: async ({ id, confirmed }: { id: string; confirmed: Confirmed }): Promise<Activity> => {
    const plan = plans.get(id);
    if (!plan) throw notSent('plan_expired', `plan ${id} was used or discarded`);
    if (plan.repeats && !confirmed.repeat) throw notSent('invalid_params', 'the same order is under way');
    plans.delete(id);
    if (scenario === 'moved' && plan.quote && !priceMoved) {
      priceMoved = true;
      throw notSent('plan_expired', 'the price moved');
    }
    const ids = Array.from({ length: plan.summary?.count ?? 0 }, (_, index) => `ins-new${id.slice(-2)}${index}`);
    const resources = (kind: 'creating' | 'running'): ActivityResource[] =>
      ids.map((one) => ({ id: one, state: { kind }, standing: kind === 'running' ? 'done' : 'open', words: null }));
    const activity = sample(id, {
      ...plan,
      id,
      startedAt: new Date().toISOString(),
      phase: 'preparing',
      requestId: null,
      ordered: plan.summary?.count ?? null,
      privateKey: /^createKeypair$/i.test(plan.operation) ? 'unsaved' : null,
    });
    report(activity);
    // The shell answers once what was confirmed was looked at again, and is on its way.
    await new Promise<void>((resolve) => {
      withdrawals.set(id, resolve);
      later(resolve, preparing.ms);
    });
    const now = () => activities.find((known) => known.id === id) ?? activity;
    if (now().cancelled) {
      const error = notSent('cancelled', 'withdrawn before it was sent');
      return report({ ...now(), phase: 'not_sent', endedAt: new Date().toISOString(), error });
    }
    const sent = { ...activity, requestId: 'c4a6e0d2-1b7c-4f13-8d83-5e0f2b6a9d11' };
    if (scenario === 'unanswered') {
      later(() => report({ ...activity, phase: 'outcome_unknown' }), 800);
      return report({ ...activity, phase: 'sending' });
    }
    later(() => report({ ...sent, phase: 'waiting', resources: resources('creating') }), 800);
    later(
      () => report({ ...sent, phase: 'done', resources: resources('running'), endedAt: new Date().toISOString() }),
      4000,
    );
    return report({ ...activity, phase: 'sending' });
  },
  discard_plan: ({ id }: { id: string }) => {
    plans.delete(id);
    return null;
  },
  activities: () => activities,
  cancel_activity: ({ id }: { id: string }) => {
    const activity = activities.find((known) => known.id === id);
    // Before it is sent, the end is told by what was being prepared.
    const endedAt = activity?.phase === 'preparing' ? null : new Date().toISOString();
    const withdrawn = activity && report({ ...activity, cancelled: true, endedAt });
    withdrawals.get(id)?.();
    return withdrawn;
  },
  clear_activities: () => {
    for (const one of activities) {
      if (one.endedAt !== null && one.phase !== 'outcome_unknown' && one.resembling.length === 0)
        report({ ...one, cleared: true });
    }
    return activities;
  },
  recheck_activity: ({ id }: { id: string }) => activities.find((activity) => activity.id === id),
  ask_again: ({ id }: { id: string }) => {
    const activity = activities.find((known) => known.id === id);
    return activity && report({ ...activity, phase: 'sending', canAskAgain: false, error: null, endedAt: null });
  },
  recognise_activity: ({ id, chosen }: { id: string; chosen: string[] | null }) => {
    const activity = activities.find((known) => known.id === id);
    if (!activity) return undefined;
    const found = (chosen ?? activity.resembling).map(
      (one): ActivityResource => ({ id: one, state: { kind: 'running' }, standing: 'done', words: null }),
    );
    return report({ ...activity, phase: 'done', resources: found, resembling: [], error: null });
  },
  dismiss_resembling: ({ id }: { id: string }) => {
    const activity = activities.find((known) => known.id === id);
    return activity && report({ ...activity, resembling: [] });
  },
} satisfies Handlers;
