/**
 * A number as people write it in tables. A decimal comma is read where the file separates its cells by something else;
 * elsewhere only where it can't be taken for a thousands separator. @returns the number, or what is wrong in words
 */
export function readNumber(text: string, decimalComma: boolean): number | string {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return finite(Number(trimmed), trimmed);
  const comma = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(trimmed);
  if (comma && (decimalComma || !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(trimmed))) return finite(Number(trimmed.replace(',', '.')), trimmed);
  if (comma) return `"${trimmed}" may be ${trimmed.replace(',', '.')} or ${trimmed.replace(',', '')}: write it with a decimal point and without thousands separators`;
  return `"${trimmed}" is no number`;
}

function finite(value: number, text: string): number | string {
  return Number.isFinite(value) ? value : `"${text}" is too large`;
}
