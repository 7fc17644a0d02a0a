import { octetsOfType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import type { PointListProtocol } from './export-point-list';
import type { MatchedHeaders } from './match-headers';

/** The most values that one row may make. */
const MOST_ELEMENTS = 10_000;

/** A row whose data type names an array, as a row of its element's type; null where it names none. */
export function readArrayRow(cells: readonly string[], headers: MatchedHeaders): { readonly cells: string[]; readonly elements: number } | null {
  const at = headers.plain.find(({ column }) => column.field === 'dataType')?.at;
  const array = at === undefined ? null : readArray(cells[at] ?? '');
  if (at === undefined || array === null) return null;
  return { cells: cells.with(at, array.type), elements: array.elements };
}

/** `float32[8]` or, as IEC 61131-3 writes it, `ARRAY[0..7] OF REAL`. */
function readArray(text: string): { readonly type: string; readonly elements: number } | null {
  const short = /^\s*(.+?)\s*\[\s*(\d{1,5})\s*\]\s*$/.exec(text);
  if (short !== null) return { type: short[1] ?? '', elements: Number(short[2]) };
  const long = /^\s*array\s*\[\s*(\d{1,5})\s*\.\.\s*(\d{1,5})\s*\]\s*of\s+(.+?)\s*$/i.exec(text);
  return long === null ? null : { type: long[3] ?? '', elements: Number(long[2]) - Number(long[1]) + 1 };
}

type Fields = Omit<Point, 'id'>;

/**
 * The elements of an array as points in a row, each with its index in its name: values that are read in one request,
 * and are drawn, recorded and written like any other. A text says why it can't be.
 */
export function arrayElements(first: Fields, elements: number, protocol: PointListProtocol): Fields[] | string {
  const counting = protocol.description.addressFields.find((field) => field.kind === 'integer');
  const start = counting === undefined ? undefined : first.address[counting.key];
  const octets = first.dataType === 'boolean' ? 2 : octetsOfType(first.dataType);
  if (counting === undefined || typeof start !== 'number') return 'an array needs an address that counts';
  if (octets === null) return `an array of ${first.dataType} is not understood: give each its row`;
  if (elements < 1 || elements > MOST_ELEMENTS) return `an array has 1 to ${MOST_ELEMENTS} elements, not ${elements}`;
  return Array.from({ length: elements }, (_, at) => ({ ...first, name: `${first.name}[${at}]`, address: { ...first.address, [counting.key]: start + at * (octets / 2) } }));
}
