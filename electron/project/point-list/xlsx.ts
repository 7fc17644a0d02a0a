import { readSheet } from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import { checkSize } from './delimited-text';
import { LONGEST_CELL, TableProblem, type ReadTable, type Table } from './table';

const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** Reads the first sheet of an XLSX file, each cell as the text that is in the file, untouched by any rounding. */
export async function readXlsx(octets: Uint8Array): Promise<ReadTable> {
  if (!ZIP.every((octet, at) => octets[at] === octet)) throw new TableProblem('The file is no XLSX workbook. An old XLS workbook must be saved as XLSX first.');
  let sheet;
  try {
    sheet = await readSheet<string>(Buffer.from(octets), { trim: false, parseNumber: (text) => text });
  } catch (error) {
    throw new TableProblem("The workbook can't be read: it is damaged, has a password, or was cut short. Save it as XLSX again, or as CSV.", error);
  }
  const rows = sheet.map((row) => row.map((cell) => cellText(cell)));
  checkSize(rows);
  return { rows, decimalComma: false };
}

/**
 * Makes a workbook of one sheet with a header row that stays in view.
 * @param numeric columns in which what looks like a number is written as one, so that people can calculate with it
 */
export async function writeXlsx(rows: Table, numeric: ReadonlySet<number>): Promise<Uint8Array> {
  const long = rows.findIndex((row) => row.some((cell) => cell.length > LONGEST_CELL));
  if (long >= 0) throw new TableProblem(`Row ${long + 1} has a cell of more than ${LONGEST_CELL} characters, which XLSX can't hold. Export as CSV.`);
  const data = rows.map((row, at) => row.map((cell, column) => (at > 0 && numeric.has(column) && isPlainNumber(cell) ? Number(cell) : textCell(cell, at === 0))));
  return writeExcelFile(data, { stickyRowsCount: 1, sheet: 'Points' }).toBuffer();
}

function textCell(text: string, header: boolean): { value: string; type: StringConstructor; fontWeight?: 'bold' } | null {
  if (text === '') return null;
  return { value: escapeXlsx(text), type: String, ...(header ? { fontWeight: 'bold' as const } : {}) };
}

/** Where reading it as a number and writing it again gives the same text. */
function isPlainNumber(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text)) && String(Number(text)) === text;
}

/**
 * Characters that XML does not carry or does not keep, as `_xHHHH_` (ST_Xstring, ECMA-376 part 1, 22.9.2.19, from
 * memory), and text that happens to look so, with its first underscore escaped. The reader undoes it.
 */
function escapeXlsx(text: string): string {
  // The writer looks its strings up in a plain object, where "constructor" and "valueOf" are found before they were put in.
  if (Reflect.has(Object.prototype, text)) return `${codeOf(text.charAt(0))}${text.slice(1)}`;
  // oxlint-disable-next-line no-control-regex -- control characters are what must be escaped
  return text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)|[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (character) => codeOf(character));
}

function codeOf(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell === 'string') return cell;
  return typeof cell === 'boolean' || typeof cell === 'number' ? String(cell) : '';
}
