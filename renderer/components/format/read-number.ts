import type { NumberFormat } from './number';

const MARKS: Readonly<Record<NumberFormat, { readonly group: string; readonly decimal: string }>> = {
  comma: { group: ',', decimal: '.' },
  point: { group: '.', decimal: ',' },
};

/**
 * Reads a number as a person types it in their number format: either minus, grouping only where it groups threes,
 * scientific allowed. In one format `1,000` is a thousand and `1,5` is refused, so that no number is ever guessed: for
 * what a device will feel, and for integers that a number would not hold.
 * @returns plain machine text (`-1234.5`), or null when it is none
 */
export function readNumber(text: string, format: NumberFormat): string | null {
  const { group, decimal } = MARKS[format];
  const compact = text.trim().replace('−', '-').replaceAll(/[\s\u202F\u00A0]/g, '');
  const pattern = new RegExp(String.raw`^([+-]?)(\d{1,3}(?:[${group}]\d{3})+|\d+)?(?:[${decimal}](\d*))?(?:[eE]([+-]?\d{1,3}))?$`);
  const match = pattern.exec(compact);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match;
  if (whole === '' && fraction === '') return null;
  const digits = (whole === '' ? '0' : whole.replaceAll(group, '')) + (fraction === '' ? '' : `.${fraction}`);
  return `${sign === '-' ? '-' : ''}${digits}${exponent === '' ? '' : `e${exponent}`}`;
}

/** Machine text with the decimal mark of a format: what editing a number begins with. */
export function typedNumber(value: number, format: NumberFormat): string {
  return String(value).replace('.', MARKS[format].decimal);
}
