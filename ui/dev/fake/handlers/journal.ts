import type {
  ActivityResource,
  JournalAnswer,
  JournalEntry,
  JournalFilter,
  JournalOutcome,
  JournalPage,
  JournalReached,
  JournalStep,
  Step,
} from '../../../src/ipc/bindings';
import { accounts } from '../accounts';
import { ACTS } from '../acts';
import { answered } from '../errors';
import type { Handlers } from '../handlers';
import { scenario } from '../scenario';
import { quote, request } from './plans';

const OUTCOMES: JournalOutcome[] = [
  'done',
  'partly',
  'done',
  'failed',
  'done',
  'unknown',
  'accepted',
  'not_applied',
  'broken',
  'done',
  'not_sent',
];

const ANSWERS: { [outcome in JournalOutcome]: [JournalAnswer, JournalReached] } = {
  sent: ['sent', 'open'],
  accepted: ['accepted', 'left'],
  done: ['accepted', 'reached'],
  partly: ['accepted', 'partly'],
  broken: ['accepted', 'broken'],
  failed: ['refused', 'left'],
  unknown: ['unknown', 'left'],
  not_applied: ['not_applied', 'left'],
  not_sent: ['not_sent', 'left'],
};

const made = (id: string): ActivityResource => ({ id, state: null, standing: 'done', words: null });
const broken = (id: string): ActivityResource => ({
  id,
  state: { kind: 'failed' },
  standing: 'broken',
  words: 'LAUNCH_FAILED',
});

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
          answer: ANSWERS[outcome][0],
          reached: ANSWERS[outcome][1],
          origin: index === 12 ? 'imported' : 'here',
          ordered: effect === 'purchase' ? 2 : null,
          resources: resourcesOf(outcome, subject),
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

function resourcesOf(outcome: JournalOutcome, subject: string): ActivityResource[] {
  if (outcome === 'done') return [made(subject)];
  if (outcome === 'broken') return [broken(subject)];
  return outcome === 'partly' ? [made('ins-8x2kq1zp'), broken('ins-7cv0wn4d')] : [];
}

/** What happened on the way to an outcome. */
const STEPS: { [outcome in JournalOutcome]: [Step, string | null][] } = {
  sent: [],
  accepted: [
    ['accepted', null],
    ['left', 'not_waited_for'],
  ],
  done: [
    ['accepted', null],
    ['settled', null],
  ],
  partly: [
    ['accepted', null],
    ['progressed', null],
    ['settled', null],
  ],
  broken: [
    ['accepted', null],
    ['settled', null],
  ],
  failed: [['refused', 'ResourcesSoldOut.SpecifiedInstanceType']],
  unknown: [
    ['unanswered', null],
    ['left', 'not_everywhere'],
  ],
  not_applied: [
    ['unanswered', null],
    ['settled', null],
    ['resembled', 'ins-8x2kq1zp'],
  ],
  not_sent: [['withdrawn', null]],
};

export default {
  journal_steps: ({ id }: { id: string }): JournalStep[] => {
    const entry = entries.find((one) => one.id === id);
    if (!entry) return [];
    const steps: [Step, string | null][] = [['confirmed', null], ['recorded', null], ...STEPS[entry.outcome]];
    return steps.map(([step, note], number) => ({
      at: new Date(Date.parse(entry.at) + (number - 1) * 1_700).toISOString(),
      step,
      note,
    }));
  },
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
