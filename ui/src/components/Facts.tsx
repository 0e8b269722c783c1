import type { ReactNode } from 'react';
import classes from './Facts.module.css';

/** A titled group of facts: what it is on the left, the value on the right. Facts that are `undefined` are left out. */
export function Facts({ title, facts }: { title?: string; facts: [name: string, value: ReactNode][] }) {
  return (
    <section className={classes.group}>
      {title && <h3 className={classes.title}>{title}</h3>}
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => (
            <div key={name} className={classes.fact}>
              <dt>{name}</dt>
              <dd>{value === null || value === '' ? <span className="yd-dim">—</span> : value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
