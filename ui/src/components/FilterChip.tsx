import classes from './FilterChip.module.css';

type Props = {
  label: string;
  count?: number;
  checked: boolean;
  onChange: (checked: boolean) => void;
  tone?: 'warn';
  dot?: string;
};

/** A filter that is on or off, with how many rows it would leave. */
export function FilterChip({ label, count, checked, onChange, tone, dot }: Props) {
  return (
    <button
      type="button"
      className={classes.chip}
      aria-pressed={checked}
      data-tone={tone}
      onClick={() => onChange(!checked)}
    >
      {dot && <span className={classes.dot} style={{ background: dot }} aria-hidden />}
      {label}
      {count !== undefined && <span className={classes.count}>{count}</span>}
    </button>
  );
}
