import type { Point } from '../../../shared/domain/point';

/** What is wrong in one cell of a row. */
export interface Problem {
  column: string;
  message: string;
}

/** The cells by which people know a row, as they stand in the table; those of the address one after the other. */
export interface RowCells {
  name: string;
  address: string;
  dataType: string;
  unit: string;
  sensorType: string;
}

/** What one row would do. `row` counts as a spreadsheet does: the header is row 1 unless empty rows come before it. */
export interface PreviewRow {
  row: number;
  action: 'add' | 'update' | 'same' | 'bad';
  point: Point | null;
  problems: Problem[];
  /** Of a bad row: what stands in the table. */
  cells?: RowCells;
}

export interface Preview {
  rows: PreviewRow[];
  columns: string[];
  unknownColumns: string[];
}
