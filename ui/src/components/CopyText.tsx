import { CopyButton } from './CopyButton';
import classes from './CopyText.module.css';

/** An id or address in fixed-width letters with a button to copy it. Nothing known: a dash. */
export function CopyText({ text, what }: { text: string | null; what: string }) {
  if (!text) return <span className="yd-dim">—</span>;
  return (
    <span className={classes.copy}>
      <code className="yd-code">{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
