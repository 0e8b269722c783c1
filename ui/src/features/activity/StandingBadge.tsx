import {
  type Icon,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
  IconLoader2,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../components/StateBadge';
import classes from '../../components/StateBadge.module.css';
import type { ActivityResource, Standing } from '../../ipc/bindings';

const LOOKS: { [standing in Standing]: { icon: Icon; tone: string } } = {
  open: { icon: IconLoader2, tone: 'moving' },
  done: { icon: IconCircleCheck, tone: 'good' },
  refused: { icon: IconCircleMinus, tone: 'bad' },
  broken: { icon: IconCircleX, tone: 'bad' },
  gone: { icon: IconCircleDashed, tone: 'warn' },
};

/** What became of one thing: its state while that says more, else an icon and a word. `ended`: nobody looks any longer. */
export function StandingBadge({
  thing: { state, standing = 'open' },
  ended,
}: {
  thing: ActivityResource;
  ended: boolean;
}) {
  const { t } = useTranslation();
  if (state && (standing === 'open' || standing === 'done')) return <StateBadge state={state} />;
  const left = standing === 'open' && ended;
  const { icon: Shape, tone } = left ? { icon: IconCircleDashed, tone: 'quiet' } : LOOKS[standing];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Shape size={13} className={standing === 'open' && !left ? 'yd-turning' : undefined} aria-hidden />
      <span>{left ? t('activity.standing.left') : t(`activity.standing.${standing}`)}</span>
    </span>
  );
}
