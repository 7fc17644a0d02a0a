import { plainColumns, type PointColumn } from './point-columns';
import { TableProblem } from './table';
import { bare } from './words';
import type { AddressColumns } from '../../protocols/protocol';

/** What the columns of a table mean, by their headers. */
export interface MatchedHeaders {
  /** Places of the plain columns that the table has. */
  readonly plain: readonly { readonly column: PointColumn; readonly at: number }[];
  /** Places of the address's columns that the table has, by the protocol's header. */
  readonly address: readonly { readonly header: string; readonly at: number }[];
  /** Headers as they are in the table, in the order of its columns. */
  readonly columns: readonly string[];
  readonly unknown: readonly string[];
}

/** Other spellings of the headers of every point's columns, as met in lists of devices; compared by letters and digits alone. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  id: ['uuid', 'pointid'],
  name: ['pointname', 'tag', 'tagname', 'signal', 'signalname', 'parameter', 'variable', 'label', 'registername', 'bezeichnung'],
  description: ['comment', 'comments', 'remark', 'remarks', 'note', 'notes', 'beschreibung', 'kommentar'],
  data_type: ['type', 'valuetype', 'format', 'dataformat', 'datentyp'],
  access: ['rw', 'readwrite', 'accessmode', 'mode', 'permission', 'zugriff'],
  scale: ['scalefactor', 'scaling', 'factor', 'multiplier', 'gain', 'resolution', 'faktor', 'skalierung'],
  offset: ['valueoffset', 'bias'],
  unit: ['units', 'engineeringunit', 'engunit', 'einheit'],
  ucum: ['ucumcode'],
  decimals: ['digits', 'precision', 'decimalplaces', 'nachkommastellen'],
  enumeration: ['enum', 'values', 'states', 'valuelist'],
  sensor_type: ['sensor', 'measurement', 'quantitytype'],
  poll_interval_ms: ['pollinterval', 'interval', 'pollrate', 'scanrate', 'pollms', 'scanratems'],
  deadband: ['hysteresis'],
  low: ['minimum', 'min', 'lowlimit', 'rangelow', 'lowerlimit'],
  high: ['maximum', 'max', 'highlimit', 'rangehigh', 'upperlimit'],
  stale_after_ms: ['staleafter', 'stale'],
  tags: ['labels', 'groups', 'keywords'],
};

type AddressHeaders = Pick<AddressColumns, 'headers' | 'spellings'>;
type Target = { readonly kind: 'plain'; readonly column: PointColumn } | { readonly kind: 'address'; readonly header: string };

/** Finds out what each column means. Throws {@link TableProblem} where the first row names none that says which points are meant. */
export function matchHeaders(row: readonly string[], addressColumns: AddressHeaders): MatchedHeaders {
  const targets = makeTargets(addressColumns);
  const plain: { column: PointColumn; at: number }[] = [];
  const address: { header: string; at: number }[] = [];
  const unknown: string[] = [];
  const taken = new Map<string, string>();
  for (const [at, header] of row.entries()) {
    if (header.trim() === '') continue;
    const target = targets.get(bare(header));
    if (target === undefined) {
      unknown.push(header);
      continue;
    }
    const name = target.kind === 'plain' ? target.column.header : target.header;
    const other = taken.get(name);
    if (other !== undefined) throw new TableProblem(`The columns "${other}" and "${header}" both mean ${name}. Rename or remove one of them.`);
    taken.set(name, header);
    if (target.kind === 'plain') plain.push({ column: target.column, at });
    else address.push({ header: target.header, at });
  }
  if (address.length === 0 && !plain.some(({ column }) => column.field === 'id' || column.field === 'name')) {
    const known = [...plainColumns.slice(0, 3).map(({ header }) => header), ...addressColumns.headers, ...plainColumns.slice(3).map(({ header }) => header)];
    throw new TableProblem(`The first row must name the columns. Known are: ${known.join(', ')}.`);
  }
  return { plain, address, columns: row.filter((header) => header.trim() !== ''), unknown };
}

function makeTargets({ headers, spellings = {} }: AddressHeaders): Map<string, Target> {
  const exact = new Map<string, Target>();
  for (const column of plainColumns) exact.set(bare(column.header), { kind: 'plain', column });
  // A protocol's own header goes before one of every point with the same letters.
  for (const header of headers) exact.set(bare(header), { kind: 'address', header });
  const targets = new Map(exact);
  for (const [header, others] of [...Object.entries(spellings), ...Object.entries(SPELLINGS)]) {
    const known = exact.get(bare(header));
    if (known === undefined) continue;
    for (const other of others.map(bare)) if (!targets.has(other)) targets.set(other, known);
  }
  return targets;
}
