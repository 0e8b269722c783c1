import {
  type Icon,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconLoader2,
} from '@tabler/icons-react';
import classes from '../../components/StateBadge.module.css';
import { useWords } from '../../i18n/useWords';
import type { NounState, StateTone } from '../../ipc/bindings';

const LOOKS: { [tone in StateTone]: { icon: Icon; tone: string; turns?: boolean } } = {
  ready: { icon: IconCircleCheck, tone: 'good' },
  idle: { icon: IconCircle, tone: 'quiet' },
  busy: { icon: IconLoader2, tone: 'moving', turns: true },
  failed: { icon: IconCircleX, tone: 'bad' },
};

/** What a thing is doing: an icon and a word. The cloud's own word is the hint, and stands there where nobody knows another. */
export function NounStateBadge({ state }: { state: NounState }) {
  const words = useWords();
  const { icon: Shape, tone, turns } = state.tone ? LOOKS[state.tone] : { icon: IconCircleDashed, tone: 'quiet' };
  return (
    <span className={classes.badge} data-tone={tone} title={state.word}>
      <Shape size={13} className={turns ? 'yd-turning' : undefined} aria-hidden />
      <span>{state.text ? words(state.text) : state.word}</span>
    </span>
  );
}
