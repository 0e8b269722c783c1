import type { ReactNode } from 'react';
import { CloudBadge } from './CloudBadge';
import { SandboxMark } from './SandboxMark';
import classes from './TwoLines.module.css';

/** A cell of two lines: what one looks for above, what identifies it below. */
export function TwoLines({ above, below, figures = false }: { above: ReactNode; below: ReactNode; figures?: boolean }) {
  return (
    <div className={classes.two} data-figures={figures || undefined}>
      <div>{above}</div>
      {below && <div className={classes.below}>{below}</div>}
    </div>
  );
}

/** Whose something is: the cloud, and the account on it. */
export function OwnerCell({ cloud, label, sandbox }: { cloud: string; label: string; sandbox: boolean }) {
  return (
    <TwoLines
      above={<CloudBadge cloud={cloud} />}
      below={
        <span className={classes.account}>
          <span>{label}</span>
          {sandbox && <SandboxMark />}
        </span>
      }
    />
  );
}
