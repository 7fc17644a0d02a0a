/** A table as it is in a file: rows of cells as text, a missing cell as an empty one. */
export type Table = readonly (readonly string[])[];

export type TableFormat = 'csv' | 'xlsx' | 'clipboard';

export interface ReadTable {
  readonly rows: Table;
  /** True where `0,5` is a number: the file separates its cells by something other than a comma. */
  readonly decimalComma: boolean;
}

/** A file that is no table, in words for people. */
export class TableProblem extends Error {
  /** @param cause what a library said, for the log */
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TableProblem';
  }
}

/** Rows past this are refused: no device holds more points, and a header row comes before them. */
export const MOST_ROWS = 100_001;
export const MOST_COLUMNS = 256;
export const LONGEST_CELL = 32_767;
