/**
 * Exact sums of the decimals that money is told in. No number in between: what is added up here has to agree with the shell's
 * sums to the last digit.
 */
type Decimal = { units: bigint; scale: number };

const FORM = /^(-?)(\d+)(?:\.(\d+))?$/;

function read(text: string): Decimal | null {
  const match = FORM.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '0', decimals = ''] = match;
  return { units: BigInt(`${sign}${whole}${decimals}`), scale: decimals.length };
}

function written({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, at)}${scale > 0 ? `.${digits.slice(at)}` : ''}`;
}

/** An amount so many times; `null` when it is no decimal. */
export function multiplied(amount: string, count: number): string | null {
  const one = read(amount);
  return one && written({ ...one, units: one.units * BigInt(count) });
}

/** Both together; `null` when one is no decimal. */
export function added(a: string, b: string): string | null {
  const [one, other] = [read(a), read(b)];
  if (!one || !other) return null;
  const scale = Math.max(one.scale, other.scale);
  const at = ({ units, scale: own }: Decimal) => units * 10n ** BigInt(scale - own);
  return written({ units: at(one) + at(other), scale });
}

/** An amount with so many digits behind the point, half away from zero; for estimates only. */
export function rounded(amount: string, digits: number): string | null {
  const one = read(amount);
  if (!one || one.scale <= digits) return one && amount;
  const step = 10n ** BigInt(one.scale - digits);
  const half = one.units < 0n ? -step / 2n : step / 2n;
  return written({ units: (one.units + half) / step, scale: digits });
}
