import { isEmpty } from '../../../src/forms/params';
import { isSchema } from '../../../src/forms/schema';
import { namedIn } from '../../../src/forms/useChosen';
import type { PricePer, Problem, Quote, QuoteAnswer, SpotPrice } from '../../../src/ipc/bindings';
import { CREATE, operationForm } from '../../../src/testing/catalogue';
import { accountOf } from '../accounts';
import type { Handlers } from '../handlers';
import { scenario } from '../scenario';
import { cny, typesOf } from '../things';

/** The first value under any of the names, wherever it stands. */
export function find(params: unknown, names: RegExp): unknown {
  if (Array.isArray(params)) return params.map((element) => find(element, names)).find((value) => value !== undefined);
  if (!isSchema(params)) return undefined;
  for (const [name, value] of Object.entries(params)) {
    if (names.test(name) && !isSchema(value) && !isEmpty(value)) return value;
  }
  return Object.values(params)
    .map((value) => find(value, names))
    .find((value) => value !== undefined);
}

export function countOf(params: unknown): number {
  return Number(find(params, /^(InstanceCount|MaxCount|maxCount)$/) ?? 1);
}

export function isPrepaid(params: unknown): boolean {
  return /^(PREPAID|Monthly|Month|Year|prepaid)/.test(
    String(find(params, /^(InstanceChargeType|ChargeType|chargeMode)$/) ?? ''),
  );
}

/** In the scenario `moved`, every quote is dearer than the one before. */
let moved = 0;

/** What a renewal of instances costs; `null` for what is none. */
export function renewalQuote({ operation, params }: { operation: string; params: unknown }): Quote | null {
  if (!/^renew/i.test(operation)) return null;
  const months = Number(find(params, /^Period$/) ?? 1);
  const per: PricePer = { kind: 'period', months };
  const price = cny(136.17 * months);
  return {
    items: [{ title: { zh: '实例', en: 'Instance' }, original: null, price, per, times: 1 }],
    totals: [{ per, original: null, price }],
    notIncluded: [],
    at: new Date().toISOString(),
  };
}

export function quoteFor(cloud: string, params: unknown): Quote | Problem[] {
  const form = operationForm(cloud, CREATE[cloud] ?? '');
  const named = namedIn(form.schema as never, params);
  const missing: Problem[] = [];
  const miss = (zh: string, en: string) =>
    missing.push({ path: '', field: { zh, en }, rule: { kind: 'required' }, words: null });
  if (!named.image?.length) miss('镜像', 'Image');
  const type = typesOf(cloud).find((one) => one.id === named.instance_type?.[0]);
  if (cloud !== 'ucloudstack' && !named.instance_type?.length) miss('规格', 'Instance type');
  if (cloud === 'ucloudstack' && find(params, /^CPU$/) === undefined) miss('CPU', 'CPU');
  if (missing.length > 0) return missing;

  if (scenario === 'moved') moved += 0.031;
  const vcpus = type?.vcpus ?? Number(find(params, /^CPU$/) ?? 2);
  const listed = type?.prices.find((at) => at.zone === named.zone?.[0]) ?? type?.prices[0];
  const hourly = listed ? Number(listed.price.amount) : 0.148 * vcpus;
  const months = Number(find(params, /^(Period|PurchaseTime|Quantity|chargeDuration)$/) ?? 1);
  const prepaid = isPrepaid(params);
  const per: PricePer = prepaid ? { kind: 'period', months } : { kind: 'hour' };
  const scale = prepaid ? 380 * months : 1;
  const times = countOf(params);
  const disk = Number(find(params, /^(DiskSize|diskSizeGB|BootDiskSpace)$/) ?? 50);
  const bandwidth = Number(find(params, /^(InternetMaxBandwidthOut|AddressBandWidth|Bandwidth|bandwidthMbps)$/) ?? 0);
  const items: Quote['items'] = [
    {
      title: { zh: '实例', en: 'Instance' },
      original: cny((hourly / 0.87 + moved) * scale),
      price: cny((hourly + moved) * scale),
      per,
      times,
    },
    { title: { zh: '系统盘', en: 'System disk' }, original: null, price: cny(0.0007 * disk * scale), per, times },
  ];
  if (bandwidth > 0) {
    items.push({
      title: { zh: '公网流量', en: 'Traffic' },
      original: null,
      price: cny(0.8),
      per: { kind: 'gigabyte' },
      times: 1,
    });
  }
  const first = items.filter((item) => item.per === per);
  const sum = (of: (item: Quote['items'][number]) => number) =>
    cny(first.reduce((all, item) => all + of(item) * item.times, 0));
  const totals: Quote['totals'] = [
    {
      per,
      original: sum((item) => Number((item.original ?? item.price).amount)),
      price: sum((item) => Number(item.price.amount)),
    },
  ];
  const traffic = items.find((item) => item.per.kind === 'gigabyte');
  if (traffic) totals.push({ per: traffic.per, original: null, price: traffic.price });
  return {
    items,
    totals,
    notIncluded: [
      { zh: '快照', en: 'Snapshots' },
      { zh: '镜像市场的软件费', en: 'Fees of market images' },
    ],
    at: new Date().toISOString(),
  };
}

export default {
  quote: ({ account, params }: { account: string; params: unknown }): QuoteAnswer => {
    const { cloud } = accountOf(account);
    const form = operationForm(cloud, CREATE[cloud] ?? '');
    if (!form.hasQuote && form.noQuote) return { kind: 'unsupported', reason: form.noQuote };
    const answer = quoteFor(cloud, params);
    return Array.isArray(answer)
      ? { kind: 'incomplete', missing: answer, words: null }
      : { kind: 'priced', quote: answer };
  },
  spot_history: ({ zone, hours }: { zone: string; hours: number }): SpotPrice[] => {
    const points = Math.min(hours * 4, 160);
    return Array.from({ length: points }, (_, index) => {
      const at = Date.now() - (points - index) * (hours / points) * 3_600_000;
      const spot = 0.118 + 0.022 * Math.sin(index / 9) + 0.012 * Math.sin(index / 2.3);
      return { at: new Date(at).toISOString(), zone, spot: cny(spot), original: cny(0.338) };
    });
  },
} satisfies Handlers;
