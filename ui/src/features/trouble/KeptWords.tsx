import { useTranslation } from 'react-i18next';
import { CloudBadge } from '../../components/CloudBadge';
import { EffectBadge } from '../../components/EffectBadge';
import type { Effect, JournalOutcome, KeptLine } from '../../ipc/bindings';
import { OutcomeBadge } from '../journal/OutcomeBadge';

/** What an act does, by the word that is stored; a word of another version, which this one has none for, stays as it is. */
export function KeptEffect({ effect }: { effect: string | null }) {
  const { i18n } = useTranslation();
  return effect && i18n.exists(`effect.${effect}`) ? <EffectBadge effect={effect as Effect} /> : (effect ?? '—');
}

/** What became of an act, likewise. */
export function KeptOutcome({ outcome }: { outcome: string | null }) {
  const { i18n } = useTranslation();
  const known = outcome && i18n.exists(`journal.outcome.${outcome}`);
  return known ? <OutcomeBadge outcome={outcome as JournalOutcome} /> : (outcome ?? '—');
}

/** Whose act it was: the cloud and the account, as far as they are known. */
export function KeptAccount({ line: { cloud, accountLabel, sandbox } }: { line: KeptLine }) {
  if (!cloud) return accountLabel ?? '—';
  return <CloudBadge cloud={cloud} sandbox={sandbox} {...(accountLabel ? { label: accountLabel } : {})} />;
}
