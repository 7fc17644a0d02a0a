import type { Point } from '../../../shared/domain/point';

/** What is wrong in one cell of a row. */
export interface Problem {
  column: string;
  message: string;
}

/** What one row would do. `row` counts as a spreadsheet does: the header is row 1 unless empty rows come before it. */
export interface PreviewRow {
  row: number;
  action: 'add' | 'update' | 'same' | 'bad';
  point: Point | null;
  problems: Problem[];
}

export interface Preview {
  rows: PreviewRow[];
  columns: string[];
  unknownColumns: string[];
}
