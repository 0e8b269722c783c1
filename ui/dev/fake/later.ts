const waiting = new Set<ReturnType<typeof setTimeout>>();

/** Does something in `ms` milliseconds, unless the fake backend is gone by then. */
export function later(act: () => void, ms: number): void {
  const timer = setTimeout(() => {
    waiting.delete(timer);
    act();
  }, ms);
  waiting.add(timer);
}

/** Forgets all that was still to be done. */
export function forget(): void {
  for (const timer of waiting) clearTimeout(timer);
  waiting.clear();
}
