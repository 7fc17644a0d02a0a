import type { LiveReport } from '../../../shared/contract/map-tools';

const HEADERS = ['outcome', 'address', 'name', 'value', 'octets', 'message', 'likely_readings'] as const;

/** The answers of a device as CSV (RFC 4180, from memory). */
export function liveCsv({ rows }: LiveReport): string {
  const lines = rows.map(({ outcome, addresses, name, value, raw, message, suggestions }) => [outcome, addresses[0] ?? '', name, value, raw, message, suggestions.map((each) => `${each.label}: ${each.value}`).join('; ')]);
  return [[...HEADERS], ...lines].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

/** What a spreadsheet would run as a formula begins with an apostrophe. */
function cellText(text: string): string {
  const guarded = /^'*[=+\-@\t\r\n]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
