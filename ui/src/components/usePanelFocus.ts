import { type RefObject, useEffect, useEffectEvent, useLayoutEffect } from 'react';
import { byKeyboard } from './inputModality';

const FIELD = 'input:not([type="checkbox"], [type="radio"]), textarea, select';

/** The open panels, the one in front last. */
const open: symbol[] = [];

/**
 * Focus and Escape of a panel that is not modal: opened by keyboard, it takes the focus; closed with the focus in it, it
 * gives it back. Escape closes the one in front, and only when nobody nearer to the focus wanted it: from a field it leads
 * to the panel first, so that one key too many loses nothing that was typed.
 */
export function usePanelFocus(panel: RefObject<HTMLElement | null>, onClose: () => void): void {
  useLayoutEffect(() => {
    const element = panel.current;
    const before = document.activeElement;
    if (byKeyboard() && !document.querySelector('[aria-modal="true"]')) element?.focus({ preventScroll: true });
    return () => {
      const within = element?.contains(document.activeElement) ?? false;
      if (within && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [panel]);

  const close = useEffectEvent(onClose);
  useEffect(() => {
    const self = Symbol('panel');
    open.push(self);
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || open.at(-1) !== self) return;
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
    return () => {
      document.removeEventListener('keydown', listen);
      open.splice(open.indexOf(self), 1);
    };
  }, [panel]);
}
