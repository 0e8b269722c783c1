/**
 * Letters that nobody sees, or that turn the direction of others around: a cloud's text must not look like another one. Names and
 * messages come so from Rust (`catalogue/src/shown.rs`, whose list this is); what is left are a cloud's own records.
 */
const UNSEEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0e],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

function isUnseen(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return UNSEEN.some(([first, last]) => first <= code && code <= last);
}

/** The text with such letters by their numbers. */
export function visible(text: string): string {
  return shown(text, (letter) => `⟨U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** JSON in lines, with such letters as JSON escapes them: it still says the same. */
export function visibleJson(value: unknown): string {
  return shown(JSON.stringify(value, null, 2), (letter) =>
    Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}

function shown(text: string, as: (letter: string) => string): string {
  const letters = Array.from(text);
  return letters.some(isUnseen) ? letters.map((letter) => (isUnseen(letter) ? as(letter) : letter)).join('') : text;
}
