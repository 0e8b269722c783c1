import { useLayoutEffect } from 'react';
import { guardCompositions } from './composition';

/** Nothing in the window splits, takes, clears or closes while an input method composes. Once, around everything. */
export function useComposition(): void {
  // Before the effects of what is within: whoever listens at the window's door listens after it.
  useLayoutEffect(guardCompositions, []);
}
