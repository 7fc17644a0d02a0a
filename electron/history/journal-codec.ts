/**
 * One journal row: the samples of one flush, of all points, as they came. Little endian, columns one after the other,
 * the wide ones first so that each lies on its own alignment:
 *
 * `version u32 | count u32 | times f64[] | cells 64-bit[] | source times f64[] (when flagged) | points u32[] |
 * qualities u32[] | kinds u8[]`. Texts are in a column of their own.
 */
const VERSION = 1;
const HAS_SOURCE_TIMES = 0x100;
const HEADER = 8;

export interface JournalColumns {
  /** Keys of the file's point and quality tables. */
  readonly points: Uint32Array<ArrayBuffer>;
  readonly times: Float64Array<ArrayBuffer>;
  readonly sourceTimes: Float64Array<ArrayBuffer> | null;
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly cells: Float64Array<ArrayBuffer>;
  readonly qualities: Uint32Array<ArrayBuffer>;
}

export function encodeJournal(columns: JournalColumns): Uint8Array<ArrayBuffer> {
  const count = columns.points.length;
  const wide = columns.sourceTimes === null ? 2 : 3;
  const octets = new Uint8Array(HEADER + count * (wide * 8 + 4 + 4 + 1));
  const { buffer } = octets;
  new Uint32Array(buffer, 0, 2).set([VERSION | (columns.sourceTimes === null ? 0 : HAS_SOURCE_TIMES), count]);
  let at = HEADER;
  new Float64Array(buffer, at, count).set(columns.times);
  at += count * 8;
  // Cells may hold integers whose bits are a signalling NaN: copied as integers, never as floating point.
  new BigInt64Array(buffer, at, count).set(new BigInt64Array(columns.cells.buffer, columns.cells.byteOffset, count));
  at += count * 8;
  if (columns.sourceTimes !== null) {
    new Float64Array(buffer, at, count).set(columns.sourceTimes);
    at += count * 8;
  }
  new Uint32Array(buffer, at, count).set(columns.points);
  at += count * 4;
  new Uint32Array(buffer, at, count).set(columns.qualities);
  at += count * 4;
  octets.set(columns.kinds, at);
  return octets;
}

/** Null for a row that this version did not write whole. */
export function decodeJournal(row: Uint8Array): JournalColumns | null {
  if (row.length < HEADER) return null;
  // A copy begins on a word boundary, which the row need not.
  const buffer = new Uint8Array(row).buffer;
  const [head = 0, count = 0] = new Uint32Array(buffer, 0, 2);
  if ((head & 0xff) !== VERSION) return null;
  const hasSourceTimes = (head & HAS_SOURCE_TIMES) !== 0;
  if (row.length !== HEADER + count * ((hasSourceTimes ? 3 : 2) * 8 + 9)) return null;
  let at = HEADER;
  const next = (width: number): number => {
    const here = at;
    at += count * width;
    return here;
  };
  return {
    times: new Float64Array(buffer, next(8), count),
    cells: new Float64Array(buffer, next(8), count),
    sourceTimes: hasSourceTimes ? new Float64Array(buffer, next(8), count) : null,
    points: new Uint32Array(buffer, next(4), count),
    qualities: new Uint32Array(buffer, next(4), count),
    kinds: new Uint8Array(buffer, next(1), count),
  };
}
