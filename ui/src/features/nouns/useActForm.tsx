import { type ReactNode, useCallback, useState } from 'react';
import { ActDialog, type AskedAct } from './ActDialog';

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
      <ActDialog
        key={`${asked.act.operation} ${asked.subject?.id ?? ''}`}
        asked={asked}
        onClose={close}
        onApplied={applied}
      />
    ),
  };
}
