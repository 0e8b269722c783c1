import { Skeleton } from '@mantine/core';
import classes from './Wizard.module.css';

/** The wizard's shape while its form is being read. */
export function WizardSkeleton() {
  return (
    <div className={classes.columns} aria-hidden>
      <div className={classes.left}>
        <div className={classes.steps}>
          <Skeleton height={14} width="70%" />
        </div>
        <div className={classes.step}>
          <Skeleton height={12} width={120} mb={16} />
          <Skeleton height={30} width="48%" mb={14} />
          <Skeleton height={30} width="48%" />
        </div>
      </div>
      <div className={classes.right}>
        <Skeleton height={12} width={60} />
      </div>
    </div>
  );
}
