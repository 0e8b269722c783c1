import { emit } from '@tauri-apps/api/event';
import type { AccountDraft, AccountView, ConnectionReport, SecretInput } from '../../../src/ipc/bindings';
import { accounts } from '../accounts';
import { clouds } from '../clouds';
import { wrongSecret } from '../errors';
import type { Handlers } from '../handlers';

let next = 1;

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
  };
}

function fromDraft(id: string, { keepForSession, ...draft }: AccountDraft, before?: AccountView): AccountView {
  return {
    account: { ...draft, id, sandbox: before?.account.sandbox ?? false },
    secretPlace: before?.secretPlace ?? (keepForSession ? 'session' : 'keychain'),
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
      lastTest: tested(secret.secret),
    }),
  remove_account: ({ id }: { id: string }) => {
    accounts.list = accounts.list.filter(({ account }) => account.id !== id);
    void emit('accounts-changed', null);
    return null;
  },
  test_account: ({ id }: { id: string }) => {
    const lastTest = of(id).secretPlace === 'missing' ? of(id).lastTest : tested('right');
    put({ ...of(id), lastTest });
    return lastTest;
  },
  test_draft: ({ secret }: { secret: SecretInput }) => tested(secret.secret),
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
        },
        secretPlace: 'keychain',
        lastTest: null,
      });
    }
    return accounts.list;
  },
} satisfies Handlers;
