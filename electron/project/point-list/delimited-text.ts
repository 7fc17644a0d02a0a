import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { decodeText } from './decode-text';
import { MOST_COLUMNS, MOST_ROWS, TableProblem, type ReadTable, type Table } from './table';

const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** Reads a CSV (comma, semicolon or tab, found by its first row) or a block copied from a spreadsheet (tab). */
export function readDelimited(octets: Uint8Array, format: 'csv' | 'clipboard'): ReadTable {
  const text = decodeText(octets);
  const delimiter = format === 'clipboard' ? '\t' : findDelimiter(text);
  try {
    const rows = parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // `5" pipe` is no quoted cell.
      relax_quotes: true,
      max_record_size: 4 * 1024 * 1024,
      to: MOST_ROWS + 1,
    });
    checkSize(rows);
    return { rows, decimalComma: delimiter !== ',' };
  } catch (error) {
    if (error instanceof CsvError) throw new TableProblem(csvTrouble(error));
    throw error;
  }
}

/** CSV (RFC 4180, from memory) with the byte order mark by which Excel knows UTF-8, or a block for a spreadsheet. */
export function writeDelimited(rows: Table, format: 'csv' | 'clipboard'): Uint8Array {
  const text = stringify(
    rows.map((row) => [...row]),
    // An empty row must not be taken for the end of the file, and a cell's own line ends must stay within it.
    { delimiter: format === 'csv' ? ',' : '\t', record_delimiter: '\r\n', quoted_match: /[\r\n]|^\s|\s$/, bom: format === 'csv' },
  );
  return Buffer.from(text);
}

/** Also for XLSX. */
export function checkSize(rows: Table): void {
  if (rows.length > MOST_ROWS) throw new TableProblem(`The table has more than ${MOST_ROWS - 1} rows below its header.`);
  const wide = rows.findIndex((row) => row.length > MOST_COLUMNS);
  if (wide >= 0) throw new TableProblem(`Row ${wide + 1} has ${rows[wide]?.length ?? 0} columns; at most ${MOST_COLUMNS} are read.`);
}

/** The one that is there most often in the first row that is not empty, outside of quotes. */
function findDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  let seen = false;
  for (const character of text.slice(0, 64 * 1024)) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if ((character === '\n' || character === '\r') && seen) break;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
    if (character.trim() !== '') seen = true;
  }
  let best: Delimiter = ',';
  for (const delimiter of DELIMITERS) if ((counts.get(delimiter) ?? 0) > (counts.get(best) ?? 0)) best = delimiter;
  return best;
}

function csvTrouble(error: CsvError): string {
  const line = typeof error['lines'] === 'number' ? ` Line ${error['lines']}.` : '';
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `A cell begins with a quotation mark that is never closed.${line}`;
  if (error.code === 'CSV_MAX_RECORD_SIZE') return `A row is longer than 4 MiB: most likely a quotation mark is never closed.${line}`;
  return `The text can't be read as a table: ${error.message}.${line}`;
}
