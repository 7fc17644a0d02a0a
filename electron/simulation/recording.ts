import { CsvError, parse } from 'csv-parse/sync';

/** Values over time, as they are played. */
export interface RecordingTable {
  /** Milliseconds since the first row, rising. */
  readonly timesMs: readonly number[];
  readonly headers: readonly string[];
  /** By column (the times are column 1), a value a row; null where the cell is empty or no number. */
  readonly columns: readonly (readonly (number | null)[])[];
  /** From the first row to the end of the last one, which lasts as long as the one before it. */
  readonly durationMs: number;
}

const MOST_ROWS = 100_000;
const MOST_COLUMNS = 256;

/**
 * Reads a CSV of values over time: the first column holds seconds or ISO 8601, a header line is taken where the first
 * cell is no time. Comma, semicolon or tab; with a semicolon or tab a comma is the decimal point.
 * @returns the table, or in plain words what is wrong with it
 */
export function readRecording(csv: string): RecordingTable | { readonly problem: string } {
  const first = csv.slice(0, csv.indexOf('\n') + 1 || csv.length);
  const delimiter = [';', '\t', ','].find((each) => first.includes(each)) ?? ',';
  const rows = readRows(csv, delimiter);
  if ('problem' in rows) return rows;
  const time = (cell: string | undefined) => timeOf(cell ?? '', delimiter !== ',');
  const [head] = rows;
  if (head === undefined) return { problem: 'The file is empty' };
  const hasHeader = time(head[0]) === null;
  const body = hasHeader ? rows.slice(1) : rows;
  if (body.length < 2) return { problem: 'A recording needs two rows at least' };
  const width = Math.max(...body.map((row) => row.length));
  if (width < 2 || width > MOST_COLUMNS) return { problem: `A recording has a column of times and 1 to ${MOST_COLUMNS - 1} of values, not ${width - 1}` };
  const timesMs: number[] = [];
  let origin: number | null = null;
  for (const [at, row] of body.entries()) {
    const ms = time(row[0]);
    const line = at + (hasHeader ? 2 : 1);
    if (ms === null) return { problem: `Row ${line}: "${(row[0] ?? '').slice(0, 40)}" is no time; seconds or ISO 8601 are` };
    origin ??= ms;
    if (timesMs.length > 0 && ms - origin <= (timesMs.at(-1) ?? 0)) return { problem: `Row ${line}: its time is not after that of the row before` };
    timesMs.push(ms - origin);
  }
  const columns = Array.from({ length: width }, (_, column) => (column === 0 ? [] : body.map((row) => numberOf(row[column] ?? '', delimiter !== ','))));
  const last = timesMs.at(-1) ?? 0;
  const headers = Array.from({ length: width }, (_, column) => (hasHeader ? (head[column] ?? '').trim() : '') || `Column ${column + 1}`);
  return { timesMs, headers, columns, durationMs: last + (last - (timesMs.at(-2) ?? 0)) };
}

/** The value of a column at a time since its first row; null where it is no number there. */
export function recordedAt(table: RecordingTable, column: number, ms: number, between: 'hold' | 'line', atEnd: 'restart' | 'stay'): number | null {
  const values = table.columns[column - 1] ?? [];
  const at = atEnd === 'restart' ? ms % table.durationMs : Math.min(ms, table.timesMs.at(-1) ?? 0);
  const row = rowAt(table.timesMs, at);
  const value = values[row] ?? null;
  const next = values[row + 1] ?? null;
  if (between === 'hold' || value === null || next === null) return value;
  const from = table.timesMs[row] ?? 0;
  const to = table.timesMs[row + 1] ?? from;
  return value + ((next - value) * (at - from)) / (to - from);
}

/** The last row whose time is not after `ms`. */
function rowAt(times: readonly number[], ms: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle] ?? 0) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

function readRows(csv: string, delimiter: string): string[][] | { problem: string } {
  try {
    const rows = parse(csv, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: MOST_ROWS + 1 });
    return rows.length > MOST_ROWS ? { problem: `At most ${MOST_ROWS} rows are played` } : rows;
  } catch (error) {
    if (error instanceof CsvError) return { problem: `The text can't be read as a table: ${error.message}` };
    throw error;
  }
}

function timeOf(cell: string, decimalComma: boolean): number | null {
  const seconds = numberOf(cell, decimalComma);
  if (seconds !== null) return seconds * 1000;
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(cell.trim())) return null;
  const ms = Date.parse(cell.trim().replace(' ', 'T'));
  return Number.isNaN(ms) ? null : ms;
}

function numberOf(cell: string, decimalComma: boolean): number | null {
  const text = decimalComma ? cell.trim().replace(',', '.') : cell.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(text)) {
    if (/^true$/i.test(text)) return 1;
    return /^false$/i.test(text) ? 0 : null;
  }
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}
