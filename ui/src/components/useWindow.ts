import { useCallback, useEffect, useRef, useState } from 'react';

/** Rows are asked for in blocks of so many, so that scrolling by a row asks for nothing new. */
const BLOCK = 60;

/** While the list is being scrolled through, what passes by is not asked for: only where it rests so many milliseconds. */
const REST = 50;

/** Which rows to ask the owner of a long list for, from which ones the table shows. */
export function useWindow() {
  const [range, setRange] = useState({ from: 0, to: BLOCK });
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onVisible = useCallback((first: number, last: number) => {
    const from = Math.max(0, Math.floor((first - BLOCK / 2) / BLOCK)) * BLOCK;
    const to = Math.ceil((last + BLOCK / 2) / BLOCK) * BLOCK;
    clearTimeout(resting.current);
    resting.current = setTimeout(
      () => setRange((now) => (now.from === from && now.to === to ? now : { from, to })),
      REST,
    );
  }, []);
  useEffect(() => () => clearTimeout(resting.current), []);
  return { ...range, onVisible };
}
