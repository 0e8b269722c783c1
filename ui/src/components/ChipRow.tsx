import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import classes from './FilterChip.module.css';

/** Buttons side by side that are one stop of Tab: the arrows move among them. */
export function ChipRow({ label, children }: { label: string; children: ReactNode }) {
  const row = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const buttons = (): HTMLElement[] => [...(row.current?.querySelectorAll<HTMLElement>(':scope > button') ?? [])];
  // After every render: which buttons there are depends on what there is to filter.
  useLayoutEffect(() => {
    const all = buttons();
    const stop = Math.min(at, all.length - 1);
    for (const [index, button] of all.entries()) button.tabIndex = index === stop ? 0 : -1;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const all = buttons();
    const here = all.indexOf(event.target as HTMLElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -all.length, End: all.length }[event.key];
    if (here < 0 || step === undefined) return;
    event.preventDefault();
    all[Math.min(Math.max(here + step, 0), all.length - 1)]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
    <div
      ref={row}
      role="group"
      aria-label={label}
      className={classes.row}
      data-chips
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        const here = buttons().indexOf(target);
        if (here >= 0) setAt(here);
      }}
    >
      {children}
    </div>
  );
}
