import classes from './CodeBlock.module.css';
import { CopyButton } from './CopyButton';

/** A text of machines (request, reply, policy) as it is, with a button to copy it. */
export function CodeBlock({ text, what, maxHeight = 280 }: { text: string; what: string; maxHeight?: number }) {
  return (
    <div className={classes.block}>
      <div className={classes.copy}>
        <CopyButton text={text} what={what} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} style={{ maxHeight }} tabIndex={0} aria-label={what}>
        <pre className={classes.text}>{text}</pre>
      </section>
    </div>
  );
}
