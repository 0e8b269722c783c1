import type { Account, AccountView, ConnectionReport } from '../../src/ipc/bindings';
import { noRoute } from './errors';
import { scenario } from './scenario';

export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

const report = (seconds: number, more: Partial<ConnectionReport> = {}): ConnectionReport => ({
  at: ago(seconds),
  ok: true,
  millis: 184,
  operation: 'DescribeRegions',
  requestId: '3f6b8c3e-7a5e-4d11-9a36-6b0e6a3c1f20',
  error: null,
  ...more,
});

const account = (
  more: Partial<Account> & Pick<Account, 'id' | 'cloud' | 'label' | 'accessKeyId' | 'regions'>,
): Account => ({
  endpoint: null,
  caFile: null,
  signing: null,
  sandbox: false,
  ownerId: null,
  proxy: null,
  ...more,
});

const full: AccountView[] = [
  {
    account: account({
      id: 'acc-tencent',
      cloud: 'tencent',
      label: '生产',
      accessKeyId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
      regions: ['ap-guangzhou', 'ap-shanghai'],
      ownerId: '100001234567',
    }),
    secretPlace: 'keychain',
    listed: null,
    lastTest: report(3 * 3600),
  },
  {
    account: account({
      id: 'acc-tencent-sandbox',
      cloud: 'tencent',
      label: '演练·腾讯云',
      accessKeyId: 'AKIDsandbox0000000000000000000000001',
      regions: ['ap-guangzhou'],
      endpoint: 'http://127.0.0.1:41001',
      sandbox: true,
    }),
    secretPlace: 'keychain',
    listed: null,
    lastTest: report(120, { millis: 6 }),
  },
  {
    account: account({
      id: 'acc-kingsoft',
      cloud: 'kingsoft',
      label: '数据平台',
      accessKeyId: 'AKLT4u9cQ2mVRk6sTjEXAMPLE',
      regions: ['cn-beijing-6'],
    }),
    secretPlace: 'keychain',
    listed: null,
    lastTest: report(26 * 3600, { operation: 'DescribeInstances', millis: 231 }),
  },
  {
    account: account({
      id: 'acc-jd',
      cloud: 'jdcloud',
      label: '演练·京东云',
      accessKeyId: 'JDC_SANDBOX0000000000000001',
      regions: ['cn-north-1', 'cn-east-2'],
      endpoint: 'http://127.0.0.1:41003',
      sandbox: true,
    }),
    secretPlace: 'session',
    listed: null,
    lastTest: null,
  },
  {
    account: account({
      id: 'acc-ucs',
      cloud: 'ucloudstack',
      label: '亦庄机房',
      accessKeyId: 'nKJx3uT9mPublicKeyEXAMPLE0==',
      regions: ['cn'],
      endpoint: 'https://10.10.1.20:4443',
      caFile: '/etc/ssl/yizhuang-ca.pem',
    }),
    secretPlace: 'missing',
    listed: null,
    lastTest: report(300, {
      ok: false,
      millis: 3012,
      operation: 'DescribeVMInstance',
      requestId: null,
      error: noRoute,
    }),
  },
];

export const accounts: { list: AccountView[] } = { list: scenario === 'empty' ? [] : full };

export function accountOf(id: string): Account {
  const found = accounts.list.find((view) => view.account.id === id);
  if (!found) throw new Error(`no account ${id}`);
  return found.account;
}
