/**
 * Reads a number as people type it: a dot or a comma before the decimals, a true minus, an exponent, `0x` hex.
 * Thousands separators are not taken: 1,000 could be one or a thousand.
 * @returns null when it is no number
 */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace('−', '-');
  if (/^[+-]?0x[0-9a-f]+$/i.test(plain)) {
    const sign = plain.startsWith('-') ? -1 : 1;
    return sign * Number.parseInt(plain.replace(/^[+-]?0x/i, ''), 16);
  }
  if (!/^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}
