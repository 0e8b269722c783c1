import type { ReactNode } from 'react';
import { CloudBadge } from '../../components/CloudBadge';
import { useWords } from '../../i18n/useWords';
import type { CloudHelp } from '../../ipc/bindings';
import { useClouds } from '../../ipc/queries/clouds';
import classes from './Help.module.css';

/** What a topic is about, in a sentence or two. */
export function Lead({ children }: { children: ReactNode }) {
  return <p className={classes.lead}>{children}</p>;
}

/** A part of a topic. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Points of equal weight. */
export function Points({ texts }: { texts: string[] }) {
  return (
    <ul className={classes.points}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** Steps, one after the other. */
export function Steps({ texts }: { texts: string[] }) {
  return (
    <ol className={classes.steps}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ol>
  );
}

/** What holds of each cloud, in the words of its catalogue. */
export function EachCloud({ of }: { of: 'prices' | 'unanswered' }) {
  const clouds = useClouds();
  const words = useWords();
  return (
    <dl className={classes.each}>
      {clouds.map(({ id, help }: { id: string; help: CloudHelp }) => (
        <div key={id} data-testid="help-cloud" data-cloud={id}>
          <dt>
            <CloudBadge cloud={id} />
          </dt>
          <dd>
            {help[of].map((text) => (
              <p key={text.en}>{words(text)}</p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
