/** Characters with which a spreadsheet begins a formula (OWASP, CSV injection). */
const FORMULA_START = /^[=+\-@\t\r]/;

/** Something that is a number and nothing else: a spreadsheet shows it, and runs nothing. */
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One cell (RFC 4180, from memory). A text that a spreadsheet would run as a formula gets a leading apostrophe;
 * plain numbers, negative ones too, stay as they are.
 */
export function csvCell(text: string): string {
  const safe = FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row with its line end. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
