import { type ReactNode, useId } from 'react';
import classes from './SettingsPage.module.css';

type Props = {
  title: string;
  hint?: ReactNode;
  /** Below title and control, over the whole width. */
  below?: ReactNode;
  children: (labelId: string) => ReactNode;
};

/** One setting: what it is, a word on what it does, its control. */
export function SettingsRow({ title, hint, below, children }: Props) {
  const id = useId();
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        <div className={classes.text}>
          <div id={id}>{title}</div>
          {hint && <div className={classes.hint}>{hint}</div>}
        </div>
        <div className={classes.control}>{children(id)}</div>
      </div>
      {below && <div className={classes.below}>{below}</div>}
    </div>
  );
}
