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
import type { JournalOutcome } from '../../ipc/bindings';

const LOOKS: { [outcome in JournalOutcome]: { icon: Icon; tone: string } } = {
  sent: { icon: IconLoader2, tone: 'moving' },
  done: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  unknown: { icon: IconHelpCircle, tone: 'warn' },
  not_applied: { icon: IconCircleMinus, tone: 'quiet' },
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
