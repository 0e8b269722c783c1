/** Account ids from what was typed or pasted: split at anything that is no part of an id, each once, in order. */
export function accountIds(texts: readonly string[]): string[] {
  const ids = texts.flatMap((text) => text.split(/[\s,，、;；|"'“”]+/)).filter((id) => id !== '');
  return [...new Set(ids)];
}
