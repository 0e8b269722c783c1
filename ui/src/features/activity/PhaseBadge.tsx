import {
  type Icon,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconHelpCircle,
  IconLoader2,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../../components/StateBadge.module.css';
import type { ActivityPhase } from '../../ipc/bindings';

const LOOKS: { [phase in ActivityPhase]: { icon: Icon; tone: string; turns?: boolean } } = {
  sending: { icon: IconLoader2, tone: 'moving', turns: true },
  waiting: { icon: IconLoader2, tone: 'moving', turns: true },
  done: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  outcome_unknown: { icon: IconHelpCircle, tone: 'warn' },
  not_applied: { icon: IconCircleMinus, tone: 'quiet' },
};

/** How far an activity is: an icon and a word. */
export function PhaseBadge({ phase }: { phase: ActivityPhase }) {
  const { t } = useTranslation();
  const { icon: Shape, tone, turns } = LOOKS[phase];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Shape size={14} className={turns ? classes.turning : undefined} aria-hidden />
      <span>{t(`activity.phase.${phase}`)}</span>
    </span>
  );
}
