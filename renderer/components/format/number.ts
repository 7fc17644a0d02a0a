/** How numbers are written: `comma` 1,234.5, `point` 1.234,5. Copies and files always have a dot and no separator. */
export type NumberFormat = 'comma' | 'point';

export const NO_VALUE = '—';
const MINUS = '−';

/** Groups the digits of a decimal text (which may have a sign, a dot and an exponent) from 1,000 on, with a true minus. */
export function decorate(text: string, format: NumberFormat): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction, exponent] = match;
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, format === 'comma' ? ',' : '.');
  const point = format === 'comma' ? '.' : ',';
  const decimals = fraction === undefined ? '' : `${point}${fraction}`;
  const power = exponent === undefined ? '' : `e${exponent.replace('-', MINUS)}`;
  return `${sign === '-' ? MINUS : ''}${grouped}${decimals}${power}`;
}

/**
 * A number with fixed decimals, in scientific notation outside 1e-4 to 1e9 (where `exact` is not asked for).
 * @param decimals digits after the point, 0 to 12; null: as many as the number has, six at most
 * @param exact keeps all digits, however large: for integers
 */
export function formatNumber(value: number, decimals: number | null, format: NumberFormat = 'comma', exact = false): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : `${MINUS}Inf`;
  const size = Math.abs(value);
  if (!exact && size !== 0 && (size < 1e-4 || size >= 1e9)) return decorate(value.toExponential(3), format);
  const text = decimals === null ? String(Number(value.toFixed(6))) : value.toFixed(decimals);
  // A value that rounds to nothing is shown without a sign.
  return decorate(/^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text, format);
}

/** A limit or a setting in a sentence: as many decimals as it has. */
export function formatPlain(value: number, format: NumberFormat = 'comma'): string {
  return formatNumber(value, null, format);
}

/** Counts and figures of the product itself: `1,284`. */
export function formatCount(value: number, format: NumberFormat = 'comma'): string {
  return decorate(String(Math.round(value)), format);
}

/** Share of 1 as a percentage: `71 %`. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `0x` and upper-case hex, padded to the octets of its type. */
export function formatHex(value: number | bigint, octets: number): string {
  const bits = BigInt(octets * 8);
  return `0x${BigInt.asUintN(Number(bits), BigInt(value)).toString(16).toUpperCase().padStart(octets * 2, '0')}`;
}

/** `1 device`, `3 devices`, `0 devices`. */
export function counted(count: number, thing: string, format: NumberFormat = 'comma'): string {
  return `${formatCount(count, format)} ${thing}${count === 1 ? '' : 's'}`;
}
