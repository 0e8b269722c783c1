/** A text as Base64 of its UTF-8. */
export function encodedText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The text that Base64 holds, line breaks in it aside; `null` where it is none, or holds no text. */
export function decodedText(data: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what holds them is no text that a person wrote
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Whether a text looks as if it were Base64 of a text already: a script never does. */
export function looksEncoded(text: string): boolean {
  const data = text.replace(/\s/g, '');
  return (
    data.length >= 16 && data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data) && decodedText(data) !== null
  );
}
