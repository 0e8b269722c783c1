import {
  type Icon,
  IconCircleDashed,
  IconCircleX,
  IconLoader2,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InstanceState } from '../ipc/bindings';
import { assertNever } from './assertNever';
import classes from './StateBadge.module.css';

/** What an instance is doing: an icon and a word. The cloud's own word is the hint. */
export function StateBadge({ state, vendorState }: { state: InstanceState; vendorState?: string }) {
  const { t } = useTranslation();
  const { icon: Shape, tone, turns } = look(state.kind);
  const word = state.kind === 'unknown' ? state.word || t('state.unknown') : t(`state.${state.kind}`);
  return (
    <span className={classes.badge} data-tone={tone} title={vendorState}>
      <Shape size={13} className={turns ? 'yd-turning' : undefined} aria-hidden />
      <span>{word}</span>
    </span>
  );
}

function look(kind: InstanceState['kind']): { icon: Icon; tone: string; turns?: boolean } {
  switch (kind) {
    case 'running':
      return { icon: IconPlayerPlayFilled, tone: 'good' };
    case 'stopped':
      return { icon: IconPlayerStopFilled, tone: 'quiet' };
    case 'creating':
    case 'starting':
    case 'stopping':
    case 'rebooting':
    case 'busy':
    case 'terminating':
      return { icon: IconLoader2, tone: 'moving', turns: true };
    case 'terminated':
      return { icon: IconTrash, tone: 'quiet' };
    case 'failed':
      return { icon: IconCircleX, tone: 'bad' };
    case 'unknown':
      return { icon: IconCircleDashed, tone: 'quiet' };
    default:
      return assertNever(kind);
  }
}
