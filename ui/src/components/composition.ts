/**
 * Input methods: while a text is being composed, its keys choose characters and mean nothing to the window.
 *
 * One guard before everything else hears a key, because no field can be trusted to ask by itself: those of libraries do it
 * each in its own way, or not at all.
 */

/** How long after its end a key still belongs to a composition: WebKit tells the end first and the key that made it after. */
const AFTERWARDS = 60;

type Composition = { field: EventTarget; left: FocusEvent | null; held: boolean };

let composition: Composition | null = null;
let ended = Number.NEGATIVE_INFINITY;

/** Whether a key belongs to an input method. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229 || composition !== null || justEnded();
}

/** Keeps keys, and leaving the field, from whoever listens while a text is being composed. Returns how to stop. */
export function guardCompositions(): () => void {
  const heard = {
    compositionstart: begin,
    compositionend: end,
    keydown: keep,
    keypress: keep,
    keyup: keep,
    input: hold,
    blur: stay,
    focusout: stay,
    focusin: move,
  };
  const all = Object.entries(heard) as [string, (event: never) => void][];
  for (const [name, listen] of all) window.addEventListener(name, listen as EventListener, true);
  return () => {
    for (const [name, listen] of all) window.removeEventListener(name, listen as EventListener, true);
    composition = null;
    ended = Number.NEGATIVE_INFINITY;
  };
}

function justEnded(): boolean {
  return performance.now() - ended < AFTERWARDS;
}

function begin({ target }: CompositionEvent) {
  composition = target ? { field: target, left: null, held: false } : null;
  ended = Number.NEGATIVE_INFINITY;
}

function end() {
  const done = composition;
  composition = null;
  ended = performance.now();
  // After the browser's own last events of the composition.
  if (done) setTimeout(() => makeUp(done));
}

function keep(event: KeyboardEvent) {
  if (composition && event.target !== composition.field && !event.isComposing) composition = null;
  if (!isComposing(event)) return;
  event.stopImmediatePropagation();
  const late = !event.isComposing && event.keyCode !== 229 && composition === null;
  // The key that ended it has done its work: it neither sends the form nor leads away.
  if (late && (event.key === 'Enter' || event.key === 'Tab')) event.preventDefault();
  // The next key is another one.
  if (late && event.type === 'keyup') ended = Number.NEGATIVE_INFINITY;
}

/** A number field would strike out every letter of what is being composed: it hears of it when it is whole. */
function hold(event: Event) {
  if (!composition || event.target !== composition.field || !isNumeric(event.target)) return;
  event.stopImmediatePropagation();
  composition.held = true;
}

/** The field is left in the middle, such as by another window coming to the front: nothing is taken from it yet. */
function stay(event: FocusEvent) {
  if (!composition || event.target !== composition.field) return;
  event.stopImmediatePropagation();
  if (event.type === 'focusout') composition.left = event;
}

/** Another field has the focus: whatever the input method says later, this composition is over. */
function move({ target }: FocusEvent) {
  const done = composition;
  if (!done || target === done.field) return;
  composition = null;
  makeUp(done);
}

/** What was kept back while the text was being composed. */
function makeUp({ field, held, left }: Composition) {
  if (!(field instanceof HTMLElement) || !field.isConnected) return;
  if (held && field instanceof HTMLInputElement) {
    // By the prototype: React would not notice what is set by the field itself.
    const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    value?.set?.call(field, halfWidth(field.value));
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (left && document.activeElement !== field) {
    const { relatedTarget } = left;
    field.dispatchEvent(new FocusEvent('blur', { relatedTarget }));
    field.dispatchEvent(new FocusEvent('focusout', { relatedTarget, bubbles: true }));
  }
}

function isNumeric(field: EventTarget): boolean {
  return field instanceof HTMLInputElement && ['decimal', 'numeric'].includes(field.inputMode);
}

/** Digits and signs as input methods write them, as numbers are written. */
function halfWidth(text: string): string {
  const plain = text.replace(/[！-～]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0));
  return plain.replaceAll('。', '.');
}
