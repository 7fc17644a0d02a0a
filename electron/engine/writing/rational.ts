/** A decimal number as an exact fraction, so that 78.5 / 0.1 is 785 and nothing near it. */
export interface Rational {
  readonly numerator: bigint;
  /** Positive. */
  readonly denominator: bigint;
}

/** The shortest decimal that stands for a finite number, taken exactly. */
export function rationalFromNumber(value: number): Rational {
  return rationalFromDecimal(String(value));
}

/** Reads a decimal such as `-12.5` or `1e-7`. @throws RangeError for text that is none */
export function rationalFromDecimal(text: string): Rational {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!match) throw new RangeError(`Not a decimal number: ${text}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n } : { numerator: digits, denominator: 10n ** BigInt(-shift) };
}

export function subtract(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.denominator - b.numerator * a.denominator, denominator: a.denominator * b.denominator };
}

/** @throws RangeError for a divisor of 0 */
export function divide(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) throw new RangeError('Division by zero');
  const sign = b.numerator < 0n ? -1n : 1n;
  return { numerator: a.numerator * b.denominator * sign, denominator: a.denominator * b.numerator * sign };
}

/** The nearest integer, halves away from zero. */
export function nearestInteger({ numerator, denominator }: Rational): bigint {
  const twice = 2n * numerator + (numerator < 0n ? -denominator : denominator);
  return twice / (2n * denominator);
}

/** The distance to an integer as a number, for comparing with a tolerance. */
export function distance(value: Rational, integer: bigint): number {
  const rest = value.numerator - integer * value.denominator;
  const size = rest < 0n ? -rest : rest;
  return Number((size * 1_000_000_000n) / value.denominator) / 1_000_000_000;
}
