import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import classes from './Keys.module.css';
import { capsOf, SHORTCUTS, type ShortcutId } from './shortcuts';

/** A combination of keys, as caps. Read to nobody: `aria-keyshortcuts` of what it belongs to says it. */
export function Keys({ combination }: { combination: string }) {
  return (
    <span className={classes.keys} aria-hidden>
      {capsOf(combination).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

/** A hint that names a thing and the shortcut for it. */
export function KeyHint({
  label,
  shortcut,
  children,
}: {
  label: string;
  shortcut: ShortcutId;
  children: ReactElement;
}) {
  return (
    <Tooltip
      label={
        <span className={classes.hint}>
          {label}
          <Keys combination={SHORTCUTS[shortcut].keys[0]} />
        </span>
      }
      events={{ hover: true, focus: true, touch: false }}
    >
      {children}
    </Tooltip>
  );
}
