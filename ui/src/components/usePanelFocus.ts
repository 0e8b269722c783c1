import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { isComposing } from './composition';
import { byKeyboard } from './inputModality';

const FIELD = 'input:not([type="checkbox"], [type="radio"]), textarea, select';

/** The open panels, the one in front last. */
let open: readonly symbol[] = [];
const listeners = new Set<() => void>();

function setOpen(panels: readonly symbol[]): void {
  open = panels;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Focus and Escape of a panel that is not modal: opened by keyboard, it takes the focus; closed with the focus in it, it
 * gives it back. Escape closes the one in front, and only when nobody nearer to the focus wanted it: from a field it leads
 * to the panel first, so that one key too many loses nothing that was typed. The answer is whether it is the one in front.
 */
export function usePanelFocus(panel: RefObject<HTMLElement | null>, onClose: () => void): boolean {
  const [self] = useState(() => Symbol('panel'));
  useLayoutEffect(() => {
    setOpen([...open, self]);
    return () => setOpen(open.filter((one) => one !== self));
  }, [self]);
  // What is only now coming is in front.
  const inFront = useSyncExternalStore(subscribe, () => !open.includes(self) || open.at(-1) === self);

  useLayoutEffect(() => {
    const element = panel.current;
    const before = document.activeElement;
    if (byKeyboard() && !document.querySelector('[aria-modal="true"]')) element?.focus({ preventScroll: true });
    return () => {
      const within = element?.contains(document.activeElement) ?? false;
      if (!within || !(before instanceof HTMLElement)) return;
      before.focus({ preventScroll: true });
      // What is in a panel that waited behind this one is seen again in a moment.
      if (document.activeElement !== before) setTimeout(() => before.focus({ preventScroll: true }));
    };
  }, [panel]);

  const close = useEffectEvent(onClose);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event) || open.at(-1) !== self) return;
      // A list or a dialog that is open over the panel closes first.
      const { target } = event;
      if (document.querySelector('[aria-modal="true"]')) return;
      if (target instanceof HTMLElement && target.closest('[data-mantine-stop-propagation="true"]')) return;
      event.preventDefault();
      if (target instanceof HTMLElement && target.matches(FIELD) && panel.current?.contains(target)) {
        panel.current.focus({ preventScroll: true });
      } else {
        close();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [panel, self]);
  return inFront;
}
