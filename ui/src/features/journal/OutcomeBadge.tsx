import {
  type Icon,
  IconAlertTriangle,
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
import type { JournalOutcome } from '../../ipc/bindings';

const LOOKS: { [outcome in JournalOutcome]: { icon: Icon; tone: string } } = {
  sent: { icon: IconLoader2, tone: 'moving' },
  accepted: { icon: IconCircleDashed, tone: 'quiet' },
  done: { icon: IconCircleCheck, tone: 'good' },
  partly: { icon: IconCircleHalf2, tone: 'warn' },
  broken: { icon: IconAlertTriangle, tone: 'bad' },
  failed: { icon: IconCircleX, tone: 'bad' },
  unknown: { icon: IconHelpCircle, tone: 'warn' },
  not_applied: { icon: IconCircleDashed, tone: 'quiet' },
  not_sent: { icon: IconCircleMinus, tone: 'quiet' },
};

/** What became of an act: an icon and a word. */
export function OutcomeBadge({ outcome }: { outcome: JournalOutcome }) {
  const { t } = useTranslation();
  const { icon: Shape, tone } = LOOKS[outcome];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Shape size={14} aria-hidden />
      <span>{t(`journal.outcome.${outcome}`)}</span>
    </span>
  );
}
