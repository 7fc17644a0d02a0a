import { isDeepStrictEqual } from 'node:util';
import type { FieldDifference } from '../../shared/contract/map-tools';
import type { Point } from '../../shared/domain/point';
import { leadingColumns, trailingColumns, type PointColumn } from '../project/point-list/point-columns';
import { unguardFormula } from '../project/point-list/formula-guard';
import type { AddressColumns } from '../protocols/protocol';
import type { MapProtocol } from './place-key';

/** The fields in which two points differ, as text, in the order of their columns in files. `told`: headers that count; null: all. */
export function differentFields(before: Point, after: Point, { addressColumns }: Pick<MapProtocol, 'addressColumns'>, told: ReadonlySet<string> | null): FieldDifference[] {
  const differs = (columns: readonly PointColumn[]): FieldDifference[] => columns.flatMap((column) => plainDifference(before, after, column, told));
  return [...differs(leadingColumns), ...addressDifferences(before, after, addressColumns, told), ...differs(trailingColumns)];
}

function plainDifference(before: Point, after: Point, column: PointColumn, told: ReadonlySet<string> | null): FieldDifference[] {
  const { field, header } = column;
  // What is the same value is the same text: most fields of most points are.
  if (field === 'id' || before[field] === after[field] || told?.has(header) === false) return [];
  const [old, now] = [unguardFormula(column.format(before)), unguardFormula(column.format(after))];
  return old === now ? [] : [{ field: header, label: labelOf(header), before: old, after: now }];
}

function addressDifferences(before: Point, after: Point, addressColumns: AddressColumns, told: ReadonlySet<string> | null): FieldDifference[] {
  if (isDeepStrictEqual(before.address, after.address)) return [];
  const [old, now] = [addressColumns.format(before), addressColumns.format(after)];
  return addressColumns.headers.flatMap((header) => {
    const [here, there] = [old[header] ?? '', now[header] ?? ''];
    // A notation is how an address is written in the file, not where it is.
    return header === 'notation' || here === there || told?.has(header) === false ? [] : [{ field: header, label: labelOf(header), before: here, after: there }];
  });
}

/** `data_type` as people read it: `Data type`. */
function labelOf(header: string): string {
  const words = header.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The point with chosen fields of another; null where the address that comes of it is none. */
export function withFieldsOf(point: Point, other: Point, fields: ReadonlySet<string>, protocol: MapProtocol): Point | null {
  const taken: Point = { ...point };
  for (const { field, header } of [...leadingColumns, ...trailingColumns]) {
    if (field !== 'id' && fields.has(header)) Object.assign(taken, { [field]: other[field] });
  }
  const { addressColumns } = protocol;
  const chosen = addressColumns.headers.filter((header) => fields.has(header));
  if (chosen.length === 0) return taken;
  const theirs = addressColumns.format(other);
  const cells = { ...addressColumns.format(point), ...Object.fromEntries(chosen.map((header) => [header, theirs[header] ?? ''])) };
  const parsed = addressColumns.parse(cells);
  if ('problems' in parsed) return null;
  const address = protocol.pointAddress.safeParse(parsed.address);
  return address.success ? { ...taken, address: address.data } : null;
}
