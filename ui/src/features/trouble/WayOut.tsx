import type { ReactNode } from 'react';
import classes from './Trouble.module.css';

type Props = {
  title: string;
  hint: string;
  /** What came of it, when it was no way out. */
  said?: ReactNode;
  children: ReactNode;
};

/** One thing to do: what it is, what it means, its button. */
export function WayOut({ title, hint, said, children }: Props) {
  return (
    <div className={classes.way}>
      <div className={classes.text}>
        <div className={classes.title}>{title}</div>
        <div className={classes.hint}>{hint}</div>
        <div className={classes.said} role="status">
          {said}
        </div>
      </div>
      {children}
    </div>
  );
}
