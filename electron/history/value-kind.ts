import { encodeBase64 } from '../../shared/domain/value';
import type { Value } from '../../shared/domain/value';

/** How a value lies in a column of 64-bit cells. Numbers of the file format: never renumbered. */
export const KIND = { none: 0, number: 1, int64: 2, uint64: 3, boolean: 4, text: 5, octets: 6 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

const KINDS: readonly Kind[] = Object.values(KIND);

/** The kind with this number; null for a number that no version wrote. */
export function kindOf(code: number): Kind | null {
  return KINDS.find((kind) => kind === code) ?? null;
}

/** True for the kinds whose values are drawn as numbers. */
export function isDrawn(kind: Kind): boolean {
  return kind === KIND.number || kind === KIND.int64 || kind === KIND.uint64 || kind === KIND.boolean;
}

/** True for the kinds whose cells are indexes into a list of texts. */
export function isTextual(kind: Kind): boolean {
  return kind === KIND.text || kind === KIND.octets;
}

/** A column of 64-bit cells, seen as floating point or as integers. */
export interface Cells {
  readonly floats: Float64Array<ArrayBuffer>;
  readonly ints: BigInt64Array<ArrayBuffer>;
}

export function makeCells(length: number): Cells {
  const buffer = new ArrayBuffer(length * 8);
  return { floats: new Float64Array(buffer), ints: new BigInt64Array(buffer) };
}

/** Cells over a buffer of whole 64-bit words. */
export function cellsOver(buffer: ArrayBuffer, offset: number, length: number): Cells {
  return { floats: new Float64Array(buffer, offset, length), ints: new BigInt64Array(buffer, offset, length) };
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** Puts a value into a cell (texts go to the end of `texts`) and says its kind. */
export function storeValue(value: Value, cells: Cells, at: number, texts: string[]): Kind {
  if (typeof value === 'number') {
    cells.floats[at] = value;
    return KIND.number;
  }
  if (value === null) {
    cells.floats[at] = 0;
    return KIND.none;
  }
  if (typeof value === 'boolean') {
    cells.floats[at] = value ? 1 : 0;
    return KIND.boolean;
  }
  if (typeof value === 'bigint') return storeBigint(value, cells, at);
  cells.floats[at] = texts.length;
  texts.push(typeof value === 'string' ? value : encodeBase64(value));
  return typeof value === 'string' ? KIND.text : KIND.octets;
}

function storeBigint(value: bigint, cells: Cells, at: number): Kind {
  if (value >= INT64_MIN && value <= UINT64_MAX) {
    cells.ints[at] = BigInt.asIntN(64, value);
    return value <= INT64_MAX ? KIND.int64 : KIND.uint64;
  }
  // Scaled beyond 64 bits: nothing in the product holds it exactly any more.
  cells.floats[at] = Number(value);
  return KIND.number;
}

/** The number that a chart draws for a cell of a drawn kind. */
export function drawnNumber(kind: Kind, cells: Cells, at: number): number {
  if (kind === KIND.int64) return Number(cells.ints[at] ?? 0n);
  if (kind === KIND.uint64) return Number(BigInt.asUintN(64, cells.ints[at] ?? 0n));
  return cells.floats[at] ?? Number.NaN;
}

/** The value of a cell as text for a file; octets stay base64. */
export function cellText(kind: Kind, cells: Cells, at: number, texts: readonly string[]): string {
  switch (kind) {
    case KIND.none:
      return '';
    case KIND.number:
      return String(cells.floats[at] ?? Number.NaN);
    case KIND.int64:
      return String(cells.ints[at] ?? 0n);
    case KIND.uint64:
      return String(BigInt.asUintN(64, cells.ints[at] ?? 0n));
    case KIND.boolean:
      return cells.floats[at] === 1 ? 'true' : 'false';
    default:
      return texts[cells.floats[at] ?? -1] ?? '';
  }
}
