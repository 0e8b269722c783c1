import {
  type Icon,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleMinus,
  IconCircleX,
  IconHelpCircle,
  IconLoader2,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../../components/StateBadge.module.css';
import type { ActivityPhase } from '../../ipc/bindings';

const LOOKS: { [phase in ActivityPhase]: { icon: Icon; tone: string; turns?: boolean } } = {
  preparing: { icon: IconLoader2, tone: 'moving', turns: true },
  sending: { icon: IconLoader2, tone: 'moving', turns: true },
  waiting: { icon: IconLoader2, tone: 'moving', turns: true },
  done: { icon: IconCircleCheck, tone: 'good' },
  partly: { icon: IconCircleHalf2, tone: 'warn' },
  failed: { icon: IconCircleX, tone: 'bad' },
  outcome_unknown: { icon: IconHelpCircle, tone: 'warn' },
  not_applied: { icon: IconCircleDashed, tone: 'quiet' },
  not_sent: { icon: IconCircleMinus, tone: 'quiet' },
};

/** Accepted, and not waited for to its end. */
const LEFT = { icon: IconCircleDashed, tone: 'quiet', turns: false };

/** How far an activity is: an icon and a word. `ended`: nobody looks any longer. */
export function PhaseBadge({ phase, ended = false }: { phase: ActivityPhase; ended?: boolean }) {
  const { t } = useTranslation();
  const { icon: Shape, tone, turns } = ended && phase === 'waiting' ? LEFT : LOOKS[phase];
  const stopped = ended && (phase === 'waiting' || phase === 'outcome_unknown');
  return (
    <span className={classes.badge} data-tone={tone}>
      <Shape size={14} className={turns ? 'yd-turning' : undefined} aria-hidden />
      <span>{stopped ? t(`activity.stopped.${phase}`) : t(`activity.phase.${phase}`)}</span>
    </span>
  );
}
