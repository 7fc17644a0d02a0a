import { readDelimited, writeDelimited } from './delimited-text';
import { readXlsx, writeXlsx } from './xlsx';
import type { ReadTable, Table, TableFormat } from './table';

/** Turns files into tables and back. Rejects with {@link TableProblem} for a file that is none. */
export interface TableFiles {
  read(octets: Uint8Array, format: TableFormat): Promise<ReadTable>;
  /** @param numeric columns whose numbers are written as numbers where the format has them */
  write(rows: Table, format: TableFormat, numeric: ReadonlySet<number>): Promise<Uint8Array>;
}

/** In the thread that calls: for the worker itself, and for tests. */
export const tableFiles: TableFiles = Object.freeze({
  async read(octets: Uint8Array, format: TableFormat): Promise<ReadTable> {
    return format === 'xlsx' ? readXlsx(octets) : readDelimited(octets, format);
  },
  async write(rows: Table, format: TableFormat, numeric: ReadonlySet<number>): Promise<Uint8Array> {
    return format === 'xlsx' ? writeXlsx(rows, numeric) : writeDelimited(rows, format);
  },
});
