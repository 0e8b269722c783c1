import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { AskedAct } from './ActDialog';

// What makes forms is large, and the frame needs none before somebody asks for one.
const ActDialog = lazy(() => import('./ActDialog'));

/** Opens the form of an act. `dialog` is to be placed somewhere in the page; `onApplied` hears when the act went out. */
export function useActForm(onApplied?: () => void): { open: (asked: AskedAct) => void; dialog: ReactNode } {
  const [asked, setAsked] = useState<AskedAct | null>(null);
  const close = useCallback(() => setAsked(null), []);
  const applied = useCallback(() => {
    setAsked(null);
    onApplied?.();
  }, [onApplied]);
  return {
    open: setAsked,
    dialog: asked && (
      <Suspense fallback={null}>
        <ActDialog
          key={`${asked.act.operation} ${asked.subject?.id ?? ''}`}
          asked={asked}
          onClose={close}
          onApplied={applied}
        />
      </Suspense>
    ),
  };
}
