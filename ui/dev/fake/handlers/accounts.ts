import { emit } from '@tauri-apps/api/event';
import type {
  AccountDraft,
  AccountView,
  CaFileView,
  ConnectionReport,
  EndpointView,
  FoundCredentials,
  ImportChoice,
  ImportOutcome,
  SecretInput,
} from '../../../src/ipc/bindings';
import { accounts } from '../accounts';
import { clouds } from '../clouds';
import { notSent, wrongSecret } from '../errors';
import { found } from '../found';
import type { Handlers } from '../handlers';
import { scenario } from '../scenario';

let next = 1;
let left = structuredClone(found);

function caFile(path: string): CaFileView {
  if (!path.endsWith('.pem')) {
    return {
      path,
      certificates: [],
      problem: { zh: `CA 证书文件 ${path} 无法使用。`, en: `The CA file ${path} cannot be used.` },
    };
  }
  const certificate = {
    subject: 'Yizhuang Root CA',
    notAfter: '2031-05-01T00:00:00Z',
    expired: false,
    isAuthority: true,
  };
  return { path, certificates: [certificate], problem: null };
}

/** Any secret works but `wrong`. */
function tested(secret: string): ConnectionReport {
  const ok = secret !== 'wrong';
  return {
    at: new Date().toISOString(),
    ok,
    millis: 168,
    operation: 'DescribeRegions',
    requestId: ok ? '0f3c6e5e-52f4-4a39-9d5c-4be4f4fd8a10' : (wrongSecret.vendor?.requestId ?? null),
    error: ok ? null : wrongSecret,
    checks: [
      { need: 'instances', operation: 'DescribeRegions', error: ok ? null : wrongSecret },
      ...(ok ? [{ need: 'images', operation: 'DescribeImages', error: null } as const] : []),
    ],
    may: ok
      ? { look: 'yes', operate: 'not_tried', buy: 'not_tried' }
      : { look: 'unknown', operate: 'unknown', buy: 'unknown' },
  };
}

function fromDraft(id: string, { keepForSession, ...draft }: AccountDraft, before?: AccountView): AccountView {
  return {
    account: { ...draft, id, sandbox: before?.account.sandbox ?? false },
    secretPlace: before?.secretPlace ?? (keepForSession ? 'session' : 'keychain'),
    listed: null,
    lastTest: before?.lastTest ?? null,
  };
}

function put(view: AccountView): AccountView {
  const at = accounts.list.findIndex(({ account }) => account.id === view.account.id);
  accounts.list =
    at < 0 ? [...accounts.list, view] : accounts.list.map((known, index) => (index === at ? view : known));
  void emit('accounts-changed', null);
  return view;
}

function of(id: string): AccountView {
  const found = accounts.list.find(({ account }) => account.id === id);
  if (!found) throw new Error(`no account ${id}`);
  return found;
}

export default {
  accounts: () => accounts.list,
  add_account: ({ draft }: { draft: AccountDraft }) => put(fromDraft(`acc-${next++}`, draft)),
  update_account: ({ id, draft }: { id: string; draft: AccountDraft }) => put(fromDraft(id, draft, of(id))),
  rekey_account: ({ id, accessKeyId, secret }: { id: string; accessKeyId: string; secret: SecretInput }) =>
    put({
      ...of(id),
      account: { ...of(id).account, accessKeyId },
      secretPlace: 'keychain',
      listed: null,
      lastTest: tested(secret.secret),
    }),
  remove_account: ({ id, anyway }: { id: string; anyway: boolean }) => {
    // One of its purchases has no known outcome, see `plans.ts`.
    if (id === 'acc-kingsoft' && scenario === 'full' && !anyway) {
      throw notSent('conflict', '1 acts have no outcome', {
        words: {
          zh: '这个账号还有 1 个操作不知道结果；移除之后就再也查不到了。账号没有被移除。',
          en: '1 acts of this account have no known outcome; without it they can never be told. The account was not removed.',
        },
      });
    }
    accounts.list = accounts.list.filter(({ account }) => account.id !== id);
    void emit('accounts-changed', null);
    return null;
  },
  test_account: ({ id }: { id: string }) => {
    const lastTest = of(id).secretPlace === 'missing' ? of(id).lastTest : tested('right');
    put({ ...of(id), lastTest });
    return lastTest;
  },
  try_account: ({ id }: { id: string }) => {
    const lastTest: ConnectionReport = {
      ...tested('right'),
      may: { look: 'yes', operate: 'not_refused', buy: 'not_refused' },
    };
    put({ ...of(id), lastTest });
    return lastTest;
  },
  test_draft: ({ secret }: { secret: SecretInput }) => tested(secret.secret),
  test_change: ({ secret }: { secret: SecretInput | null }) => tested(secret?.secret ?? 'right'),
  start_sandbox: () => {
    for (const cloud of clouds) {
      put({
        account: {
          id: `sandbox-${cloud.id}`,
          cloud: cloud.id,
          label: `演练·${cloud.title.zh}`,
          accessKeyId: `SANDBOX-${cloud.id}`,
          regions: [cloud.regions[0]?.id ?? 'cn'],
          endpoint: 'http://127.0.0.1:41001',
          caFile: null,
          signing: null,
          sandbox: true,
          ownerId: null,
          proxy: null,
        },
        secretPlace: 'keychain',
        listed: null,
        lastTest: null,
      });
    }
    return accounts.list;
  },
  choose_ca_file: () => caFile('/etc/ssl/yizhuang-ca.pem'),
  look_at_ca_file: ({ path }: { path: string }) => caFile(path),
  look_at_endpoint: ({ cloud, endpoint }: { cloud: string; endpoint: string | null }): EndpointView => ({
    hosts: endpoint ? [{ host: endpoint, services: cloud === 'ucloudstack' ? ['vm'] : ['first', 'second'] }] : [],
    currency: cloud === 'ucloudstack' ? null : 'CNY',
  }),
  find_credentials: (): FoundCredentials => (scenario === 'empty' ? { ...found, places: [] } : left),
  import_accounts: ({ choices }: { choices: ImportChoice[] }): ImportOutcome[] =>
    choices.map(({ id, regions, endpoint }) => {
      const profile = left.places.flatMap(({ profiles }) => profiles).find((one) => one.id === id);
      if (!profile) throw new Error(`no profile ${id}`);
      const label = profile.profile;
      const draft = { cloud: profile.cloud, label, accessKeyId: profile.maskedKeyId, regions, endpoint };
      const none = { caFile: null, signing: null, ownerId: null, proxy: null, keepForSession: false };
      profile.fate = { kind: 'present', label };
      return { id, account: put(fromDraft(`acc-${next++}`, { ...draft, ...none })), error: null };
    }),
  delete_credential_file: ({ id }: { id: string }) => {
    left = { ...left, places: left.places.filter((place) => place.id !== id) };
    return null;
  },
} satisfies Handlers;
