import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ProcedureError } from '../../../shared/contract/answer';
import { Slices } from '../slices';
import { arrayElements, readArrayRow } from './array-rows';
import { matchHeaders, type MatchedHeaders } from './match-headers';
import { PointMatcher } from './match-points';
import { readPointRow } from './read-point-row';
import { TableProblem, type ReadTable, type TableFormat } from './table';
import type { PointListProtocol } from './export-point-list';
import type { Preview, PreviewRow, RowCells } from './preview';
import type { TableFiles } from './table-files';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';

/** Of a cell of a bad row, the characters that are shown. */
const LONGEST_SHOWN = 200;

export interface PreviewRows {
  /** The device that the points would go to. */
  readonly device: Device;
  readonly protocol: PointListProtocol;
  /** True for the id of a point anywhere else in the project: such a row becomes a point of its own. */
  readonly isIdTaken?: (id: string) => boolean;
}

export interface PreviewPointList extends PreviewRows {
  readonly content: Uint8Array;
  readonly format: TableFormat;
  readonly files: TableFiles;
}

/**
 * Reads a point list and says what each row would do, changing nothing. Rows are matched with the device's points by
 * their id, else by what they would answer to; columns that the file does not have stay as they are. Throws `bad_input`
 * for a file that is no such list.
 */
export async function previewPointList(request: PreviewPointList): Promise<Preview> {
  try {
    return await previewTable(await request.files.read(request.content, request.format), request);
  } catch (error) {
    if (error instanceof TableProblem) throw new ProcedureError('bad_input', error.message, { reason: 'no_point_list' }, error.cause);
    throw error;
  }
}

async function previewTable({ rows, decimalComma }: ReadTable, request: PreviewRows): Promise<Preview> {
  const first = rows.findIndex((row) => row.some((cell) => cell.trim() !== ''));
  if (first < 0) throw new TableProblem('There is nothing in the table.');
  const headers = matchHeaders(rows[first] ?? [], request.protocol.addressColumns);
  const matcher = new PointMatcher(request.device, request.protocol, request.isIdTaken ?? (() => false));
  const previewed: PreviewRow[] = [];
  const sources = new Map<number, readonly string[]>();
  const slices = new Slices();
  for (let at = first + 1; at < rows.length; at += 1) {
    const cells = rows[at] ?? [];
    if (cells.every((cell) => cell.trim() === '')) continue;
    previewed.push(...previewRow(at + 1, cells, headers, decimalComma, matcher, request));
    sources.set(at + 1, cells);
    if (slices.due) await slices.pause();
  }
  matcher.flagClashes(previewed);
  for (const row of previewed) if (row.action === 'bad') row.cells = cellsOf(sources.get(row.row) ?? [], headers);
  return { rows: previewed, columns: [...headers.columns], unknownColumns: [...headers.unknown] };
}

/** What people see of a row that can't be read. */
function cellsOf(cells: readonly string[], headers: MatchedHeaders): RowCells {
  const shown = (at: number): string => (cells[at] ?? '').trim().slice(0, LONGEST_SHOWN);
  const plain = (field: keyof Point): string => {
    const found = headers.plain.find(({ column }) => column.field === field);
    return found === undefined ? '' : shown(found.at);
  };
  const address = headers.address.map(({ at }) => shown(at)).filter((text) => text !== '').join(' ');
  return { name: plain('name'), address, dataType: plain('dataType'), unit: plain('unit'), sensorType: plain('sensorType') };
}

function previewRow(row: number, cells: readonly string[], headers: MatchedHeaders, decimalComma: boolean, matcher: PointMatcher, { protocol }: PreviewRows): PreviewRow[] {
  const addressColumn = headers.address[0]?.header ?? 'address';
  const array = readArrayRow(cells, headers);
  const read = readPointRow(array?.cells ?? cells, headers, decimalComma, protocol, (id, given) => matcher.find(id, given));
  if ('problems' in read) return [{ row, action: 'bad', point: null, problems: read.problems }];
  const { fields, existing } = read;
  if (array === null) return [previewPoint(row, { ...fields, id: existing?.id ?? matcher.newId(fields.id) ?? randomUUID() }, existing, { addressColumn, matcher, protocol })];
  const { id: _id, ...first } = fields;
  const elements = arrayElements(first, array.elements, protocol);
  if (typeof elements === 'string') return [{ row, action: 'bad', point: null, problems: [{ column: 'data_type', message: elements }] }];
  return elements.map((element) => {
    const point = { ...element, id: randomUUID() };
    const known = matcher.find(undefined, { point, sensorTypeGiven: true });
    return previewPoint(row, { ...point, id: known?.id ?? point.id }, known, { addressColumn, matcher, protocol });
  });
}

export interface PreviewPoint {
  /** Where a point that does not go is said to be wrong. */
  readonly addressColumn: string;
  readonly matcher: PointMatcher;
  readonly protocol: PointListProtocol;
}

/** What taking a point would do, beside or in place of one that is there. */
export function previewPoint(row: number, point: Point, existing: Point | null, { addressColumn, matcher, protocol }: PreviewPoint): PreviewRow {
  const problem = protocol.checkPoint(point);
  if (problem !== null) return { row, action: 'bad', point: null, problems: [{ column: addressColumn, message: problem }] };
  matcher.claim(row, point, existing);
  if (existing === null) return { row, action: 'add', point, problems: [] };
  return { row, action: isSamePoint(existing, point) ? 'same' : 'update', point, problems: [] };
}

/** Equal in every field; a part of the address that is missing is the same as one that is null. */
function isSamePoint(a: Point, b: Point): boolean {
  const plain = (point: Point): Point => ({ ...point, address: Object.fromEntries(Object.entries(point.address).filter(([, value]) => value !== null)) });
  return isDeepStrictEqual(plain(a), plain(b));
}
