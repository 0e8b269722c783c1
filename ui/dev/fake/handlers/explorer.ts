import { prunedParams } from '../../../src/forms/params';
import { isSchema, itemsOf, properties, type Schema } from '../../../src/forms/schema';
import { namedIn } from '../../../src/forms/useChosen';
import type {
  CallCommands,
  CallHistoryPage,
  CallRecord,
  CallReply,
  InstanceRow,
  JsonText,
  PastedJson,
  Plan,
  RequestPreview,
  Text,
} from '../../../src/ipc/bindings';
import { operationOf, problemsOf } from '../../../src/testing/catalogue';
import { detailsOf, operationsOf } from '../../../src/testing/operations';
import { accountOf, ago } from '../accounts';
import { answered, notSent } from '../errors';
import type { Handlers } from '../handlers';
import { instances } from '../instances';
import { scenario } from '../scenario';
import { planned, savedKey } from './plans';
import { quoteFor, renewalQuote } from './quotes';

type Call = { account: string; region: string; operation: string; params: Schema };

const CLI: { [cloud: string]: string } = { tencent: 'tccli', jdcloud: 'jdc' };
const PAGE = 20;
const TOTAL = 53;

let next = 1;
let calls: CallRecord[] = scenario === 'empty' ? [] : former();
const replies = new Map<string, JsonText>();
const json = (value: unknown): JsonText => JSON.stringify(value, null, 2);

function schemaOf(account: string, operation: string): Schema {
  return detailsOf(accountOf(account).cloud, operation).form.schema as Schema;
}

function masked(schema: Schema, value: unknown): unknown {
  if (schema.writeOnly === true) return '******';
  if (Array.isArray(value)) return value.map((one) => masked(itemsOf(schema) ?? {}, one));
  if (!isSchema(value)) return value;
  const members = new Map(properties(schema));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(members.get(name) ?? {}, one)]));
}

function checked({ account, operation, params }: Call): Schema {
  const problems = problemsOf(accountOf(account).cloud, operation, params);
  if (problems.length > 0) throw notSent('invalid_params', 'parameters do not fit', { problems });
  return masked(schemaOf(account, operation), params) as Schema;
}

function preview(call: Call): RequestPreview {
  const body = JSON.stringify(checked(call));
  const { cloud } = accountOf(call.account);
  const { http, version } = detailsOf(cloud, call.operation);
  const host = { tencent: 'cvm.tencentcloudapi.com', jdcloud: 'vm.jdcloud-api.com' }[cloud] ?? `${cloud}.example`;
  const path = http.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(call.params[name] ?? call.region));
  const exact = !body.includes('******');
  return {
    method: http.method,
    url: `https://${host}${path}`,
    headers: [
      { name: 'Host', value: host },
      { name: 'Content-Type', value: 'application/json; charset=utf-8' },
      { name: 'X-TC-Action', value: call.operation },
      { name: 'X-TC-Version', value: version ?? '' },
      { name: 'X-TC-Region', value: call.region },
      { name: 'X-TC-Timestamp', value: '1772352000' },
      {
        name: 'Authorization',
        value:
          'TC3-HMAC-SHA256 Credential=AKID****MPLE/2026-03-01/cvm/tc3_request, SignedHeaders=content-type;host, Signature=******',
      },
    ],
    body,
    canonicalRequest: `${http.method}\n${path}\n\ncontent-type:application/json; charset=utf-8\nhost:${host}\n\ncontent-type;host\n35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064`,
    stringToSign:
      'TC3-HMAC-SHA256\n1772352000\n2026-03-01/cvm/tc3_request\n2815843035062fffda5fd6f2a44ea8a34818b0dc46f024b8b3786976a3adda7a',
    exact,
  };
}

/** Something like what a list answers. */
function listed(account: string, operation: string, offset: number): CallReply {
  const { cloud } = accountOf(account);
  const raw = operationOf(cloud, operation);
  const path = isSchema(raw.output) && typeof raw.output.items === 'string' ? raw.output.items : null;
  const requestId = `c4a6e0d2-1b7c-4f13-8d83-${String(next).padStart(12, '0')}`;
  if (path === null) {
    return {
      status: 200,
      millis: 87,
      requestId,
      result: json({ Quota: { Total: 100, Used: 12, Remaining: 88 }, RequestId: requestId }),
      table: null,
      nextPage: null,
    };
  }
  const rows = Array.from({ length: Math.min(PAGE, TOTAL - offset) }, (_, index) => ({
    InstanceId: `ins-${(offset + index + 4096).toString(36)}x8k2q`,
    InstanceName: `web-prod-${offset + index + 1}`,
    InstanceState: index % 5 === 3 ? 'STOPPED' : 'RUNNING',
    CPU: 2 ** (index % 4),
    Memory: 4 * 2 ** (index % 4),
    Placement: { Zone: 'ap-guangzhou-3', ProjectId: 0, HostIds: [] },
    PrivateIpAddresses: [`10.0.${index}.8`],
    CreatedTime: '2026-02-11T08:12:33Z',
    RenewFlag: null,
    RestrictState: true,
  }));
  const name = path.replace('[]', '');
  const result = { TotalCount: TOTAL, [name]: rows, RequestId: requestId };
  return {
    status: 200,
    millis: 134,
    requestId,
    result: json(result),
    table: {
      path,
      columns: ['InstanceId', 'InstanceName', 'InstanceState', 'CPU', 'Memory', 'Placement.Zone', 'PrivateIpAddresses'],
      rows: json(rows),
    },
    nextPage: offset + PAGE < TOTAL ? { Offset: offset + PAGE, Limit: PAGE } : null,
  };
}

function keep(call: Call, more: Partial<CallRecord>): void {
  const { cloud, label } = accountOf(call.account);
  const { form } = detailsOf(cloud, call.operation);
  const record: CallRecord = {
    id: `call-${next++}`,
    at: new Date().toISOString(),
    account: call.account,
    accountLabel: label,
    cloud,
    region: call.region,
    operation: call.operation,
    title: form.title,
    effect: form.effect,
    params: call.params,
    status: null,
    millis: null,
    requestId: null,
    error: null,
    ...more,
  };
  calls = [record, ...calls];
}

function former(): CallRecord[] {
  const failure = answered('not_found', {
    code: 'InvalidInstanceId.NotFound',
    message: 'The specified instance is not found.',
    requestId: 'c4a6e0d2-1b7c-4f13-8d83-5e0f2b6a9d11',
    httpStatus: 200,
    explanation: null,
  });
  const made: [string, string, string, string, number][] = [
    ['acc-tencent', 'tencent', 'DescribeInstances', 'ap-guangzhou', 95],
    ['acc-tencent', 'tencent', 'DescribeKeyPairs', 'ap-guangzhou', 300],
    ['acc-kingsoft', 'kingsoft', 'DescribeImages', 'cn-beijing-6', 4000],
    ['acc-jd', 'jdcloud', 'describeInstanceTypes', 'cn-north-1', 9000],
    ['acc-ucs', 'ucloudstack', 'DescribeVMInstance', 'cn', 100_000],
  ];
  return made.map(([account, cloud, operation, region, seconds], index) => ({
    id: `former-${index}`,
    at: ago(seconds),
    account,
    accountLabel: accountOf(account).label,
    cloud,
    region,
    operation,
    title: detailsOf(cloud, operation).form.title,
    effect: 'read',
    params: detailsOf(cloud, operation).example,
    status: index === 1 ? null : 200,
    millis: 80 + index * 31,
    requestId: 'c4a6e0d2-1b7c-4f13-8d83-5e0f2b6a9d11',
    error: index === 1 ? failure : null,
  }));
}

/** Near enough to `read_params`: JSON, or flat names of a query string. */
function read(schema: Schema, text: string): PastedJson {
  if (text.trim().startsWith('{')) return { params: JSON.parse(text), notes: [] };
  const members = new Map(properties(schema));
  const read: Schema = {};
  const notes: Text[] = [];
  for (const [name, value] of new URLSearchParams(text.trim())) {
    const [first = ''] = name.split('.');
    const member = members.get(first);
    if (!member) {
      if (!['Action', 'Version', 'Region'].includes(first))
        notes.push({
          zh: `${first}：这个操作没有这个参数，没有填入。`,
          en: `${first}: no parameter of this operation; left out.`,
        });
      continue;
    }
    if (member.type === 'array') read[first] = [...((read[first] as unknown[] | undefined) ?? []), value];
    else read[first] = member.type === 'integer' ? Number(value) : value;
  }
  if (Object.keys(read).length === 0) throw new Error('nothing');
  return { params: read, notes };
}

/** What is said of an instance that is paid for a month longer. */
function paidLonger(row: InstanceRow): Plan['targets'][number] {
  const { key, name, privateIps, publicIps, billing, expires } = row;
  const paidUntil = expires && new Date(Date.parse(expires) + 30 * 86_400_000).toISOString();
  return { id: key.id, name, privateIps, publicIps, billing, expires, paidUntil, disks: [] };
}

export default {
  operations: () => operationsOf(),
  operation_details: ({ cloud, operation }: { cloud: string; operation: string }) => detailsOf(cloud, operation),
  preview_call: (call: Call) => preview(call),
  call_commands: (call: Call): CallCommands => {
    const { method, url, body } = preview(call);
    const { cloud } = accountOf(call.account);
    const cli = CLI[cloud] ?? null;
    const flags = Object.entries(checked(call)).map(([name, value]) => ` \\\n  --${name} '${JSON.stringify(value)}'`);
    return {
      curl: `curl -X ${method} '${url}' \\\n  -H "Authorization: TC3-HMAC-SHA256 Credential=AKID/…, Signature=$signature" \\\n  --data-raw '${body}'`,
      powershell: `& {\n[Net.Http.HttpRequestMessage]::new([Net.Http.HttpMethod]::new('${method}'), [Uri]'${url}')\n}`,
      cli: cli && `${cli} cvm ${call.operation} --region ${call.region}${flags.join('')}`,
      cliName: cli,
    };
  },
  call_operation: (call: Call): CallReply => {
    const { cloud } = accountOf(call.account);
    if (detailsOf(cloud, call.operation).form.effect !== 'read') throw notSent('bug', 'not a read');
    const params = checked(call);
    if (scenario === 'refused') {
      const error = answered('rate_limited', {
        code: 'RequestLimitExceeded',
        message: 'Your current request times equals to `11` in a second, which exceeds the frequency limit `10`.',
        requestId: '9a1d6c22-4c0e-4a53-9f0e-6a5d5f0f7712',
        httpStatus: 200,
        explanation: null,
      });
      keep({ ...call, params }, { error });
      throw error;
    }
    const reply = listed(call.account, call.operation, Number(call.params.Offset ?? 0));
    keep({ ...call, params }, { status: reply.status, millis: reply.millis, requestId: reply.requestId });
    return reply;
  },
  plan_operation: (call: Call): Plan => {
    const { cloud } = accountOf(call.account);
    const { form, http } = detailsOf(cloud, call.operation);
    const request = preview(call);
    const [ids = []] = Object.values(namedIn(form.schema as Schema, call.params));
    const subject = ids[0] ?? http.path;
    const quote =
      form.effect === 'purchase' && form.hasQuote ? (renewalQuote(call) ?? quoteFor(cloud, call.params)) : null;
    const plan = planned({
      account: call.account,
      region: call.region,
      operation: call.operation,
      title: form.title,
      effect: form.effect,
      subject,
      confirm:
        form.effect === 'destroy'
          ? { kind: 'type_name', name: subject, short: null, phrase: null }
          : { kind: 'confirm' },
      targets: form.effect === 'purchase' ? instances.filter(({ key }) => ids.includes(key.id)).map(paidLonger) : [],
      quote: Array.isArray(quote) ? null : quote,
      noQuote: form.effect === 'purchase' && !form.hasQuote ? form.noQuote : null,
      request,
    });
    replies.set(
      plan.id,
      json({ RequestId: 'c4a6e0d2-1b7c-4f13-8d83-5e0f2b6a9d11', Accepted: prunedParams(call.params) }),
    );
    return plan;
  },
  activity_reply: ({ id }: { id: string }) => {
    const text = replies.get(id);
    return text === undefined ? null : { text, masked: false };
  },
  save_private_key: ({ id }: { id: string }): string => {
    savedKey(id);
    return `/home/user/${id}.pem`;
  },
  save_reply: ({ operation }: { operation: string }): string => `/home/user/${operation}.json`,
  call_history: ({ from, to }: { from: number; to: number }): CallHistoryPage => ({
    total: calls.length,
    calls: calls.slice(from, to),
  }),
  clear_call_history: () => {
    calls = [];
    return null;
  },
  read_params: ({ cloud, operation, text }: { cloud: string; operation: string; text: string }) => {
    try {
      return read(detailsOf(cloud, operation).form.schema as Schema, text);
    } catch {
      throw notSent('invalid_params', 'neither JSON nor a query string', {
        words: {
          zh: '这段文字既不是 JSON，也不是这个操作的查询字符串。',
          en: 'This is neither JSON nor a query string of this operation.',
        },
      });
    }
  },
} satisfies Handlers;
