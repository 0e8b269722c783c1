import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './MenuAt.module.css';

type Props = { at: { x: number; y: number }; width: number; onClose: () => void; children: ReactNode };

/** An open menu where something was right-clicked; `children` is its dropdown. */
export function MenuAt({ at, width, onClose, children }: Props) {
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      shadow="md"
      width={width}
      offset={2}
      transitionProps={{ duration: 0 }}
      returnFocus
    >
      <Menu.Target>
        <span className={classes.pointed} style={{ left: at.x, top: at.y }} aria-hidden />
      </Menu.Target>
      {children}
    </Menu>
  );
}
