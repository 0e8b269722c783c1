import type { ReactNode } from 'react';
import classes from './Page.module.css';

type Props = {
  title: string;
  /** Beside the title: counts, what failed. */
  meta?: ReactNode;
  /** On the right; at most one of them is filled. */
  actions?: ReactNode;
  /** The line below: filters and search. */
  filters?: ReactNode;
  /** Whether the content scrolls as a page; without it, a table within scrolls by itself. */
  scrolls?: boolean;
  /** The details on the right, a {@link file://./DetailsPanel.tsx}: the rest makes room for them. */
  details?: ReactNode;
  children: ReactNode;
};

/** The frame of every page: title, one primary action, filters, content, details. */
export function Page({ title, meta, actions, filters, scrolls = false, details, children }: Props) {
  return (
    <section className={classes.page} aria-label={title}>
      <div className={classes.column}>
        <header className={classes.header}>
          <h1 className={classes.title}>{title}</h1>
          <div className={classes.meta}>{meta}</div>
          <div className={classes.actions}>{actions}</div>
        </header>
        {filters && <div className={classes.filters}>{filters}</div>}
        <div className={classes.content} data-scrolls={scrolls || undefined}>
          {children}
        </div>
      </div>
      {details}
    </section>
  );
}
