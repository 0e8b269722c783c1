let keyboard = false;
const listen = (type: string, byKeyboard: boolean) =>
  window.addEventListener(type, () => (keyboard = byKeyboard), { capture: true, passive: true });
listen('keydown', true);
listen('pointerdown', false);

/** Whether the last thing somebody did was by keyboard: whoever opens something so goes on in it. */
export function byKeyboard(): boolean {
  return keyboard;
}
