import { plainColumns, type PointColumn } from './point-columns';
import { TableProblem } from './table';
import { bare } from './words';

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

/** Other spellings of a header, as met in lists of devices; compared by letters and digits alone. */
const SPELLINGS: readonly (readonly string[])[] = [
  ['id', 'uuid', 'pointid'],
  ['name', 'pointname', 'tag', 'tagname', 'signal', 'signalname', 'parameter', 'variable', 'label', 'registername', 'bezeichnung'],
  ['description', 'comment', 'comments', 'remark', 'remarks', 'note', 'notes', 'beschreibung', 'kommentar'],
  ['datatype', 'type', 'valuetype', 'format', 'dataformat', 'datentyp'],
  ['access', 'rw', 'readwrite', 'accessmode', 'mode', 'permission', 'zugriff'],
  ['scale', 'scalefactor', 'scaling', 'factor', 'multiplier', 'gain', 'resolution', 'faktor', 'skalierung'],
  ['offset', 'valueoffset', 'bias'],
  ['unit', 'units', 'engineeringunit', 'engunit', 'einheit'],
  ['ucum', 'ucumcode'],
  ['decimals', 'digits', 'precision', 'decimalplaces', 'nachkommastellen'],
  ['enumeration', 'enum', 'values', 'states', 'valuelist'],
  ['sensortype', 'sensor', 'measurement', 'quantitytype'],
  ['pollintervalms', 'pollinterval', 'interval', 'pollrate', 'scanrate', 'pollms', 'scanratems'],
  ['deadband', 'hysteresis'],
  ['low', 'minimum', 'min', 'lowlimit', 'rangelow', 'lowerlimit'],
  ['high', 'maximum', 'max', 'highlimit', 'rangehigh', 'upperlimit'],
  ['staleafterms', 'staleafter', 'stale'],
  ['tags', 'labels', 'groups', 'keywords'],
  // Headers of protocols: whichever of a row the protocol has, the others mean it too.
  ['address', 'register', 'registeraddress', 'registernumber', 'reg', 'addr', 'modbusaddress', 'adresse'],
  ['table', 'registertype', 'regtype', 'area', 'objecttype', 'memoryarea', 'functiontype'],
  ['byteorder', 'wordorder', 'endian', 'endianness', 'order', 'byteswap'],
  ['bit', 'bitnumber', 'bitindex', 'bitposition'],
  ['length', 'registers', 'registercount', 'wordcount', 'size', 'count', 'quantity'],
  ['notation', 'addressing', 'addressnotation', 'base'],
  ['topic', 'topicfilter', 'mqtttopic'],
  ['field', 'jsonfield', 'jsonpath', 'path'],
];

type Target = { readonly kind: 'plain'; readonly column: PointColumn } | { readonly kind: 'address'; readonly header: string };

/** Finds out what each column means. Throws {@link TableProblem} where the first row names none that says which points are meant. */
export function matchHeaders(row: readonly string[], addressHeaders: readonly string[]): MatchedHeaders {
  const targets = makeTargets(addressHeaders);
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
    const known = [...plainColumns.slice(0, 3).map(({ header }) => header), ...addressHeaders, ...plainColumns.slice(3).map(({ header }) => header)];
    throw new TableProblem(`The first row must name the columns. Known are: ${known.join(', ')}.`);
  }
  return { plain, address, columns: row.filter((header) => header.trim() !== ''), unknown };
}

function makeTargets(addressHeaders: readonly string[]): Map<string, Target> {
  const exact = new Map<string, Target>();
  for (const column of plainColumns) exact.set(bare(column.header), { kind: 'plain', column });
  // A protocol's own header goes before one of every point with the same letters.
  for (const header of addressHeaders) exact.set(bare(header), { kind: 'address', header });
  const targets = new Map(exact);
  for (const spellings of SPELLINGS) {
    const known = spellings.map((spelling) => exact.get(spelling)).find((target) => target !== undefined);
    if (known === undefined) continue;
    for (const spelling of spellings) if (!targets.has(spelling)) targets.set(spelling, known);
  }
  return targets;
}
