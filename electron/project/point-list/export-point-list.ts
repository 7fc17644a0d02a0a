import { guardFormula } from './formula-guard';
import { leadingColumns, trailingColumns, type PointColumn } from './point-columns';
import { Slices } from '../slices';
import type { TableFiles } from './table-files';
import type { Table, TableFormat } from './table';
import type { Point } from '../../../shared/domain/point';
import type { Protocol } from '../../protocols/protocol';

/** What a point list needs of a protocol. */
export type PointListProtocol = Pick<Protocol, 'addressColumns' | 'addressKey' | 'checkPoint' | 'pointAddress' | 'description'>;

export interface ExportPointList {
  readonly points: readonly Point[];
  readonly protocol: Pick<PointListProtocol, 'addressColumns'>;
  readonly format: TableFormat;
  readonly files: TableFiles;
}

/** The points as a file, every field in a column; read back by the preview it gives the same points. */
export async function exportPointList({ points, protocol, format, files }: ExportPointList): Promise<Uint8Array> {
  const { headers } = protocol.addressColumns;
  const columns = [...leadingColumns.map(({ header }) => header), ...headers, ...trailingColumns.map(({ header }) => header)];
  const numeric = new Set<number>();
  for (const [at, column] of trailingColumns.entries()) if (column.numeric) numeric.add(leadingColumns.length + headers.length + at);
  for (const at of headers.keys()) numeric.add(leadingColumns.length + at);
  return files.write(await rows(points, protocol, columns), format, numeric);
}

async function rows(points: readonly Point[], protocol: ExportPointList['protocol'], columns: readonly string[]): Promise<Table> {
  const slices = new Slices();
  const table: string[][] = [[...columns]];
  for (const point of points) {
    const address = protocol.addressColumns.format(point);
    table.push([
      ...cells(leadingColumns, point),
      ...protocol.addressColumns.headers.map((header) => guardFormula(address[header] ?? '')),
      ...cells(trailingColumns, point),
    ]);
    if (slices.due) await slices.pause();
  }
  return table;
}

function cells(columns: readonly PointColumn[], point: Point): string[] {
  return columns.map((column) => column.format(point));
}
