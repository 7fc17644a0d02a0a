import type { OctetWriter } from './octet-writer';
import { readSized } from './octets';

type Size = 1 | 2 | 4;

/** Which points or how many objects a header speaks of: the qualifier octet and what follows it. */
export type ObjectRange =
  /** Qualifiers 00, 01, 02: from `start` to `stop`, both included. */
  | { readonly kind: 'range'; readonly size: Size; readonly start: number; readonly stop: number }
  /** Qualifier 06. */
  | { readonly kind: 'all' }
  /** Qualifiers 07, 08, 09: so many, without index. */
  | { readonly kind: 'count'; readonly size: Size; readonly count: number }
  /** Qualifiers 17, 28, 39 and their mixtures: so many, each behind its index. */
  | { readonly kind: 'indexed'; readonly size: Size; readonly prefix: Size; readonly count: number }
  /** Qualifiers 47, 58, 69 and their mixtures: so many, each behind its size. */
  | { readonly kind: 'sized'; readonly size: Size; readonly prefix: Size; readonly count: number }
  /** Qualifier 5B: free format, a count of one octet, each behind its size of two. */
  | { readonly kind: 'free'; readonly count: number };

const SIZES: readonly Size[] = [1, 2, 4];
const FREE = 0x5b;

/** The octet in front of a range: prefix code in the high half, range code in the low one. */
export function qualifierOf(range: ObjectRange): number {
  switch (range.kind) {
    case 'range':
      return SIZES.indexOf(range.size);
    case 'all':
      return 6;
    case 'count':
      return 7 + SIZES.indexOf(range.size);
    case 'indexed':
      return ((1 + SIZES.indexOf(range.prefix)) << 4) | (7 + SIZES.indexOf(range.size));
    case 'sized':
      return ((4 + SIZES.indexOf(range.prefix)) << 4) | (7 + SIZES.indexOf(range.size));
    default:
      return FREE;
  }
}

/** Reads qualifier and range that begin at `start`. Virtual addresses (range codes 3 to 5) and reserved codes are unknown. */
export function readRange(octets: Uint8Array, start: number): { readonly range: ObjectRange; readonly used: number } | { readonly fault: string } {
  const qualifier = octets[start];
  if (qualifier === undefined) return { fault: 'the fragment ends before the qualifier' };
  const at = start + 1;
  const left = octets.length - at;
  const short = { fault: `the fragment ends within the range of qualifier ${hexOctet(qualifier)}` };
  if (qualifier === 6) return { range: { kind: 'all' }, used: 1 };
  if (qualifier === FREE) return left < 1 ? short : { range: { kind: 'free', count: octets[at] ?? 0 }, used: 2 };
  const prefixCode = qualifier >> 4;
  const rangeCode = qualifier & 0x0f;
  const prefix = SIZES[(prefixCode - 1) % 3];
  const rangeSize = SIZES[rangeCode];
  const countSize = SIZES[rangeCode - 7];
  if (prefixCode === 0 && rangeSize !== undefined) {
    if (left < 2 * rangeSize) return short;
    const first = readSized(octets, at, rangeSize);
    const stop = readSized(octets, at + rangeSize, rangeSize);
    if (first > stop) return { fault: `a range from ${first} to ${stop}` };
    return { range: { kind: 'range', size: rangeSize, start: first, stop }, used: 1 + 2 * rangeSize };
  }
  if (countSize === undefined || prefixCode > 6) return { fault: `qualifier ${hexOctet(qualifier)} is not known` };
  if (left < countSize) return short;
  const count = readSized(octets, at, countSize);
  const used = 1 + countSize;
  if (prefixCode === 0) return { range: { kind: 'count', size: countSize, count }, used };
  if (prefix === undefined) return { fault: `qualifier ${hexOctet(qualifier)} is not known` };
  return { range: { kind: prefixCode <= 3 ? 'indexed' : 'sized', size: countSize, prefix, count }, used };
}

/** Why a range cannot be put on the wire, or undefined. */
export function rangeFault(range: ObjectRange): string | undefined {
  if (range.kind === 'all') return undefined;
  if (range.kind === 'range') {
    const { size, start, stop } = range;
    return fits(start, size) && fits(stop, size) && start <= stop ? undefined : `a range from ${start} to ${stop} does not fit ${size} octets each`;
  }
  return fits(range.count, range.kind === 'free' ? 1 : range.size) ? undefined : `a count of ${range.count} does not fit its octets`;
}

/** The octets of qualifier and range. */
export function rangeOctets(range: ObjectRange): number {
  if (range.kind === 'all') return 1;
  if (range.kind === 'free') return 2;
  return 1 + (range.kind === 'range' ? 2 : 1) * range.size;
}

export function writeRange(range: ObjectRange, writer: OctetWriter): void {
  writer.u8(qualifierOf(range));
  if (range.kind === 'all') return;
  if (range.kind === 'range') {
    writer.sized(range.size, range.start);
    writer.sized(range.size, range.stop);
  } else {
    writer.sized(range.kind === 'free' ? 1 : range.size, range.count);
  }
}

/** How many objects a range speaks of; undefined for all. */
export function rangeCount(range: ObjectRange): number | undefined {
  if (range.kind === 'all') return undefined;
  return range.kind === 'range' ? range.stop - range.start + 1 : range.count;
}

function fits(value: number, size: Size): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** (8 * size);
}

function hexOctet(octet: number): string {
  return octet.toString(16).padStart(2, '0').toUpperCase();
}
