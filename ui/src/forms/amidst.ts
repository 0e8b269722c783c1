/** A title as it stands amidst a sentence: `Data disk` begins small there, `IPv6 addresses` and `VPC` do not. */
export function amidst(title: string): string {
  return /^[A-Z][a-z]+(\s|$)/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
