import type { Point } from '../../shared/domain/point';
import { leadingColumns, trailingColumns } from '../project/point-list/point-columns';
import { unguardFormula } from '../project/point-list/formula-guard';
import type { MapProtocol } from './place-key';

/** A field by which points are compared: one of every point, or one of the address. */
export interface MapField {
  /** The header of its column in files. */
  readonly field: string;
  readonly label: string;
  readonly kind: 'plain' | 'address';
  readonly text: (point: Point) => string;
}

/** The fields of a point that files have a column for, but for its identity, in the order of the files. */
export function mapFields({ addressColumns }: Pick<MapProtocol, 'addressColumns'>): MapField[] {
  const plain = (column: (typeof leadingColumns)[number]): MapField => ({ field: column.header, label: labelOf(column.header), kind: 'plain', text: (point) => unguardFormula(column.format(point)) });
  // A notation is how an address is written in the file, not where it is.
  const address = addressColumns.headers.filter((header) => header !== 'notation').map((header): MapField => ({ field: header, label: labelOf(header), kind: 'address', text: (point) => addressColumns.format(point)[header] ?? '' }));
  return [...leadingColumns.filter(({ field }) => field !== 'id').map(plain), ...address, ...trailingColumns.map(plain)];
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
