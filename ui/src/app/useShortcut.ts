import { getHotkeyHandler, type HotkeyItem } from '@mantine/hooks';
import { useEffect, useEffectEvent } from 'react';
import { isComposing } from '../components/composition';
import { SHORTCUTS, type ShortcutId } from './shortcuts';

/** Does something when a shortcut of {@link SHORTCUTS} is pressed; `null`: nothing now. */
export function useShortcut(id: ShortcutId, act: (() => void) | null): void {
  useKeys(SHORTCUTS[id].keys, act);
}

/**
 * Does something when one of these combinations is pressed. Not while an input method composes, not while a dialog stands
 * in front, and, without a modifier, not while one types.
 */
export function useKeys(combinations: readonly string[], act: (() => void) | null): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!act || event.repeat || event.defaultPrevented || isComposing(event)) return;
    if (document.querySelector('[aria-modal="true"]')) return;
    const items = combinations
      .filter((combination) => hasModifier(combination) || !isTyping(event.target))
      .flatMap((combination): HotkeyItem[] =>
        // On most keyboards `?` is typed with Shift.
        [combination, ...(combination === '?' ? ['shift+?'] : [])].map((keys) => [keys, () => act()]),
      );
    getHotkeyHandler(items)(event);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function hasModifier(combination: string): boolean {
  return combination.startsWith('mod+') || /^F\d+$/.test(combination);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}
