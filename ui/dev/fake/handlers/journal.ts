import type { JournalEntry, JournalFilter, JournalOutcome, JournalPage } from '../../../src/ipc/bindings';
import { accounts } from '../accounts';
import { ACTS } from '../acts';
import { answered } from '../errors';
import type { Handlers } from '../handlers';
import { scenario } from '../scenario';
import { quote, request } from './plans';

const OUTCOMES: JournalOutcome[] = ['done', 'done', 'done', 'failed', 'done', 'unknown', 'done', 'not_applied'];

const entries: JournalEntry[] =
  scenario === 'empty'
    ? []
    : Array.from({ length: 64 }, (_, index) => {
        const [operation, zh, en, effect, subject] = ACTS[index % ACTS.length] as (typeof ACTS)[number];
        const { account } = accounts.list[index % accounts.list.length] as (typeof accounts.list)[number];
        const outcome = index === 0 ? 'sent' : (OUTCOMES[index % OUTCOMES.length] as JournalOutcome);
        const at = Date.now() - index * 5_400_000 - 60_000;
        return {
          id: `journal-${index}`,
          at: new Date(at).toISOString(),
          account: account.id,
          accountLabel: account.label,
          cloud: account.cloud,
          sandbox: account.sandbox,
          region: account.regions[0] ?? '',
          operation,
          title: { zh, en },
          effect,
          subject,
          quote: effect === 'purchase' ? quote() : null,
          outcome,
          resources: outcome === 'done' && effect === 'purchase' ? ['ins-8x2kq1zp', 'ins-7cv0wn4d'] : [],
          requestId: outcome === 'unknown' ? null : `c4a6e0d2-1b7c-4f13-8d83-${String(index).padStart(12, '0')}`,
          error:
            outcome === 'failed'
              ? answered('sold_out', {
                  code: 'ResourcesSoldOut.SpecifiedInstanceType',
                  message: 'The specified instance type is sold out.',
                  requestId: `c4a6e0d2-1b7c-4f13-8d83-${String(index).padStart(12, '0')}`,
                  httpStatus: 200,
                  explanation: null,
                })
              : null,
          request: request(operation, { InstanceName: subject, LoginSettings: { Password: '******' } }),
          settledAt: outcome === 'sent' ? null : new Date(at + 4000).toISOString(),
        };
      });

export default {
  journal: ({ filter, from, to }: { filter: JournalFilter; from: number; to: number }): JournalPage => {
    const search = filter.search.toLowerCase();
    const found = entries.filter(
      (entry) =>
        (filter.account === null || entry.account === filter.account) &&
        (filter.effect === null || entry.effect === filter.effect) &&
        (filter.outcome === null || entry.outcome === filter.outcome) &&
        (search === '' ||
          [entry.subject, entry.operation, entry.title.zh, entry.requestId ?? ''].some((text) =>
            text.toLowerCase().includes(search),
          )),
    );
    return { total: found.length, entries: found.slice(from, to) };
  },
} satisfies Handlers;
