import { PAGES } from './pages';

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Where a shortcut stands in the list of them. */
export type ShortcutGroup = 'general' | 'pages' | 'instances' | 'lists';

/**
 * Every shortcut of the window, once. `keys`: any of them; the first is the one that is shown. `mod` is Ctrl, and ⌘ on a Mac.
 * What has no modifier does not work while one types. Those of `lists` are answered by the table and the trees themselves.
 */
export const SHORTCUTS = {
  palette: { group: 'general', keys: ['mod+K', 'mod+P'] },
  search: { group: 'general', keys: ['/', 'mod+F'] },
  create: { group: 'general', keys: ['mod+N'] },
  refresh: { group: 'general', keys: ['mod+R', 'F5'] },
  activity: { group: 'general', keys: ['mod+J'] },
  send: { group: 'general', keys: ['mod+Enter'] },
  close: { group: 'general', keys: ['Escape'] },
  language: { group: 'general', keys: ['mod+shift+L'] },
  theme: { group: 'general', keys: ['mod+shift+D'] },
  help: { group: 'general', keys: ['?', 'mod+/'] },
  start: { group: 'instances', keys: ['mod+shift+S'] },
  stop: { group: 'instances', keys: ['mod+shift+X'] },
  reboot: { group: 'instances', keys: ['mod+shift+B'] },
  // The small keyboards of a Mac have no other key to delete.
  terminate: { group: 'instances', keys: [MAC ? 'mod+shift+Backspace' : 'mod+shift+Delete'] },
  move: { group: 'lists', keys: ['↑', '↓'] },
  edges: { group: 'lists', keys: ['Home', 'End'] },
  open: { group: 'lists', keys: ['Enter'] },
  select: { group: 'lists', keys: ['Space'] },
  extend: { group: 'lists', keys: ['shift+↑', 'shift+↓'] },
  selectAll: { group: 'lists', keys: ['mod+A'] },
  rowMenu: { group: 'lists', keys: ['shift+F10'] },
} as const satisfies { [id: string]: { group: ShortcutGroup; keys: readonly string[] } };

export type ShortcutId = keyof typeof SHORTCUTS;

/** The shortcuts of a group. */
export function shortcutsOf(group: ShortcutGroup): ShortcutId[] {
  const all = Object.keys(SHORTCUTS) as ShortcutId[];
  return all.filter((id) => SHORTCUTS[id].group === group);
}

/** The shortcut of a page: its place in the navigation. The tenth and later ones have none. */
export function keysOfPage(id: (typeof PAGES)[number][number]['id']): string | null {
  const place = PAGES.flat().findIndex((page) => page.id === id) + 1;
  return place > 0 && place <= 9 ? `mod+${place}` : null;
}

const CAPS: { [key: string]: string } = MAC
  ? { mod: '⌘', shift: '⇧', alt: '⌥', Delete: '⌦', Backspace: '⌫', Enter: '⏎', Escape: 'Esc' }
  : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', Escape: 'Esc' };

/** The caps of a combination as they are printed on the keyboard: `Ctrl`, `K`. */
export function capsOf(combination: string): string[] {
  return combination.split('+').map((key) => CAPS[key] ?? key);
}

/** A combination in the words of `aria-keyshortcuts`. */
export function ariaKeys(combination: string): string {
  return combination
    .replace('mod', MAC ? 'Meta' : 'Control')
    .replace('shift', 'Shift')
    .replace('?', 'Shift+?');
}
