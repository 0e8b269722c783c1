import { namedIn } from '../../../src/forms/useChosen';
import type { Plan, Summary } from '../../../src/ipc/bindings';
import { CREATE, operationForm, problemsOf } from '../../../src/testing/catalogue';
import { accountOf } from '../accounts';
import { notSent } from '../errors';
import type { Handlers } from '../handlers';
import { planned, request } from './plans';
import { countOf, find, isPrepaid, quoteFor } from './quotes';

export default {
  plan_create: ({ account, region, params }: { account: string; region: string; params: unknown }): Plan => {
    const { cloud } = accountOf(account);
    const form = operationForm(cloud, CREATE[cloud] ?? '');
    const problems = problemsOf(cloud, form.operation, params);
    if (problems.length > 0) throw notSent('invalid_params', 'parameters do not fit', { problems });
    const named = namedIn(form.schema as never, params);
    const summary: Summary = {
      name: String(find(params, /^(InstanceName|Name|name)$/) ?? ''),
      count: countOf(params),
      size: named.instance_type?.[0] ?? `${find(params, /^CPU$/)} vCPU ${Number(find(params, /^Memory$/)) / 1024} GiB`,
      zone: named.zone?.[0] ?? null,
      imageId: named.image?.[0] ?? null,
      billing: { kind: isPrepaid(params) ? 'prepaid' : 'postpaid' },
      months: isPrepaid(params) ? Number(find(params, /^(Period|PurchaseTime|Quantity|chargeDuration)$/) ?? 1) : null,
    };
    const quote = form.hasQuote ? quoteFor(cloud, params) : null;
    return planned({
      account,
      region,
      operation: form.operation,
      title: form.title,
      effect: 'purchase',
      subject: summary.name || summary.size,
      confirm: { kind: 'confirm' },
      summary,
      quote: Array.isArray(quote) ? null : quote,
      noQuote: form.hasQuote ? null : form.noQuote,
      request: request(form.operation, masked(params) as object),
    });
  },
} satisfies Handlers;

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      /password/i.test(name) && typeof member === 'string' ? '******' : masked(member),
    ]),
  );
}
