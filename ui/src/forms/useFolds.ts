import { useMemo, useState } from 'react';

/** What a person has unfolded in a form: the rarely needed parameters, and those that are newer than the document. */
export type Folds = {
  shown: { everything: boolean; newer: boolean };
  onEverything: (everything: boolean) => void;
  onNewer: (newer: boolean) => void;
};

export function useFolds(): Folds {
  const [everything, onEverything] = useState(false);
  const [newer, onNewer] = useState(false);
  const shown = useMemo(() => ({ everything, newer }), [everything, newer]);
  return { shown, onEverything, onNewer };
}
