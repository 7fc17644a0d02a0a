import type { NumberFormat } from './number';
import { readNumber } from './read-number';

/**
 * Reads a number as a person types it in their number format, or as `0x` hex: see {@link readNumber}, which guesses nothing.
 * @returns null when it is no number in this format
 */
export function parseNumber(text: string, format: NumberFormat): number | null {
  const plain = text.trim().replace('−', '-');
  if (/^[+-]?0x[0-9a-f]+$/i.test(plain)) {
    const sign = plain.startsWith('-') ? -1 : 1;
    return sign * Number.parseInt(plain.replace(/^[+-]?0x/i, ''), 16);
  }
  const read = readNumber(text, format);
  if (read === null) return null;
  const value = Number(read);
  return Number.isFinite(value) ? value : null;
}

/** Why a text is no number here; where the other number format would take it, how numbers are written in this one. */
export function noNumberText(text: string, format: NumberFormat): string {
  const typed = text.trim();
  if (readNumber(typed, format === 'comma' ? 'point' : 'comma') === null) return `${typed} is not a number`;
  return format === 'comma'
    ? `${typed} is not clear: here a point stands before decimals (1.5), a comma groups thousands (1,000)`
    : `${typed} is not clear: here a comma stands before decimals (1,5), a point groups thousands (1.000)`;
}
