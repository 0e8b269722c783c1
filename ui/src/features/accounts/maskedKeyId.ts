/** A key id short enough to recognise and not to copy: `AKID****MPLE`. */
export function maskedKeyId(id: string): string {
  return id.length <= 8 ? id : `${id.slice(0, 4)}****${id.slice(-4)}`;
}
