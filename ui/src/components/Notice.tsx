import type { Icon } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import classes from './Notice.module.css';

/** How serious it is: something to know, something to heed, something that went wrong. */
export type Tone = 'calm' | 'warn' | 'bad';

type Props = Omit<ComponentProps<'div'>, 'className'> & { tone: Tone; icon?: Icon };

/** A few sentences set apart by their tone. For what was thrown there is `ErrorNotice`. */
export function Notice({ tone, icon: Shape, children, ...rest }: Props) {
  return (
    <div className={classes.notice} data-tone={tone} {...rest}>
      {Shape && <Shape size={16} className={classes.icon} aria-hidden />}
      <div className={classes.body}>{children}</div>
    </div>
  );
}
