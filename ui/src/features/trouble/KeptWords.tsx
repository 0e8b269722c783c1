import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import type { Effect, JournalOutcome, KeptLine } from '../../ipc/bindings';
import { OutcomeBadge } from '../journal/OutcomeBadge';

const EFFECTS: Effect[] = ['read', 'mutate', 'purchase', 'destroy'];
const OUTCOMES: JournalOutcome[] = [
  'sent',
  'accepted',
  'done',
  'partly',
  'broken',
  'failed',
  'unknown',
  'not_applied',
  'not_sent',
];

/** What an act does, by the word that is stored; a word of another version stays as it is. */
export function KeptEffect({ effect }: { effect: string | null }) {
  const known = EFFECTS.find((one) => one === effect);
  return known ? <EffectBadge effect={known} /> : (effect ?? '—');
}

/** What became of an act, likewise. */
export function KeptOutcome({ outcome }: { outcome: string | null }) {
  const known = OUTCOMES.find((one) => one === outcome);
  return known ? <OutcomeBadge outcome={known} /> : (outcome ?? '—');
}

/** Whose act it was: the cloud and the account, as far as they are known. */
export function KeptAccount({ line: { cloud, accountLabel, sandbox } }: { line: KeptLine }) {
  if (!cloud) return accountLabel ?? '—';
  return <CloudBadge cloud={cloud} sandbox={sandbox} {...(accountLabel ? { label: accountLabel } : {})} />;
}
