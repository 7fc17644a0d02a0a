import { z } from 'zod';

/**
 * Fixed point: `q7.8` has a sign, 7 bits before the point and 8 after it (Texas Instruments' way to count, in which the
 * sign is none of the 7); `uq8.8` has no sign. 16 or 32 bits together.
 */
export type FixedPointType = `q${number}.${number}` | `uq${number}.${number}`;

const PLAIN_TYPES = [
  'boolean',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int48',
  'uint48',
  'int64',
  'uint64',
  'float32',
  'float64',
  /** Binary coded decimal, four bits a digit: 0 to 9999 and 0 to 99,999,999. */
  'bcd16',
  'bcd32',
  /** Seconds since 1970-01-01 UTC: 32 bits without a sign, 64 with one. */
  'unix32',
  'unix64',
  /** Milliseconds since 1970-01-01 UTC, 64 bits with a sign. */
  'unix64ms',
  /** TIME of IEC 61131-3: a span in milliseconds, 32 bits; with a sign as in Siemens S7, without as in CODESYS. */
  'time32',
  'utime32',
  /** Date and time in three words: year since 2000 and month, day and hour, minute and second. */
  'date48ymd',
  /** Date and time in three words: month and day, year since 1900 and hour, minute and second. */
  'date48mdy',
  /** Date and time in four words of bits, milliseconds in the last (IEC 60870-5-4, as Schneider meters have it). */
  'date64',
  'string',
] as const;

const FIXED_POINT_TYPES: readonly FixedPointType[] = [16, 32].flatMap((bits) => [
  ...Array.from({ length: bits - 1 }, (_, at): FixedPointType => `q${bits - 2 - at}.${at + 1}`),
  ...Array.from({ length: bits }, (_, at): FixedPointType => `uq${bits - 1 - at}.${at + 1}`),
]);

/** Data types of points over all protocols. */
export const dataTypeSchema = z.enum([...PLAIN_TYPES, ...FIXED_POINT_TYPES]);
export type DataType = z.infer<typeof dataTypeSchema>;

/** True for the types whose values are numbers (bigint for 64-bit integers), so that scale and offset apply. */
export function isNumeric(type: DataType): boolean {
  return type !== 'boolean' && type !== 'string';
}

/** True for the integer types whose values are bigint, because a number would not hold them exactly. */
export function isWideInteger(type: DataType): boolean {
  return type === 'int64' || type === 'uint64';
}

/** True for the types with digits after the point of their own. */
export function isFractional(type: DataType): boolean {
  return type === 'float32' || type === 'float64' || isFixedPoint(type);
}

export interface FixedPoint {
  readonly signed: boolean;
  readonly bits: 16 | 32;
  /** Bits after the point. */
  readonly fraction: number;
}

export function isFixedPoint(type: DataType): type is FixedPointType {
  return /^u?q\d/.test(type);
}

/** The bits of a fixed point type. */
export function fixedPointOf(type: FixedPointType): FixedPoint {
  const signed = type.startsWith('q');
  const [whole = 0, fraction = 0] = type.replace(/^u?q/, '').split('.').map(Number);
  return { signed, bits: whole + fraction + (signed ? 1 : 0) <= 16 ? 16 : 32, fraction };
}

const OCTETS = {
  int16: 2, uint16: 2, bcd16: 2,
  int32: 4, uint32: 4, float32: 4, bcd32: 4, unix32: 4, time32: 4, utime32: 4,
  int48: 6, uint48: 6, date48ymd: 6, date48mdy: 6,
  int64: 8, uint64: 8, float64: 8, unix64: 8, unix64ms: 8, date64: 8,
} as const satisfies Partial<Record<(typeof PLAIN_TYPES)[number], number>>;

/** Octets that a value takes; null for a boolean and a string, whose room is told elsewhere. */
export function octetsOfType(type: DataType): 2 | 4 | 6 | 8 | null {
  if (isFixedPoint(type)) return fixedPointOf(type).bits === 16 ? 2 : 4;
  return Object.entries(OCTETS).find(([name]) => name === type)?.[1] ?? null;
}

/** Seconds from 1970 to the ends of what a date can be (ECMAScript's range). */
const DATE_SECONDS = 8_640_000_000_000n;
const YEAR_2000 = 946_684_800n;
const YEAR_2128 = 4_985_971_200n;

/** The least and the greatest raw value of the types that hold whole numbers; null for the others. */
export function integerRange(type: DataType): readonly [bigint, bigint] | null {
  switch (type) {
    case 'bcd16':
      return [0n, 9999n];
    case 'bcd32':
      return [0n, 99_999_999n];
    case 'unix64':
      return [-DATE_SECONDS, DATE_SECONDS];
    case 'unix64ms':
      return [-DATE_SECONDS * 1000n, DATE_SECONDS * 1000n];
    case 'date48ymd':
      // 2000-01-01 00:00:00 to 2127-12-31 23:59:59.
      return [YEAR_2000, YEAR_2128 - 1n];
    case 'date48mdy':
      // 1900-01-01 00:00:00 to 2099-12-31 23:59:59.
      return [-2_208_988_800n, 4_102_444_799n];
    case 'date64':
      return [YEAR_2000 * 1000n, YEAR_2128 * 1000n - 1n];
    default:
      return binaryRange(type);
  }
}

function binaryRange(type: DataType): readonly [bigint, bigint] | null {
  const octets = octetsOfType(type);
  if (octets === null || isFractional(type)) return null;
  const bits = BigInt(octets * 8);
  return type.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
}

/** What a value of a time type is: an instant on the world's clock, a date on the device's own, a span. */
export interface TimeKind {
  readonly kind: 'instant' | 'date' | 'span';
  /** Units of the value in a second. */
  readonly perSecond: 1 | 1000;
}

const TIMES: Partial<Record<DataType, TimeKind>> = {
  unix32: { kind: 'instant', perSecond: 1 },
  unix64: { kind: 'instant', perSecond: 1 },
  unix64ms: { kind: 'instant', perSecond: 1000 },
  time32: { kind: 'span', perSecond: 1000 },
  utime32: { kind: 'span', perSecond: 1000 },
  date48ymd: { kind: 'date', perSecond: 1 },
  date48mdy: { kind: 'date', perSecond: 1 },
  date64: { kind: 'date', perSecond: 1000 },
};

/**
 * How the number of a time type is read as a time; null for other types. Instants and dates count from 1970, so that an
 * offset of 946684800 makes a clock of seconds since 2000 right. A date is what the device's own clock says, in a zone
 * that it does not name.
 */
export function timeKindOf(type: DataType): TimeKind | null {
  return TIMES[type] ?? null;
}

export const TYPE_GROUPS = ['Integer', 'Floating point', 'Bit', 'Text', 'BCD', 'Time', 'Fixed point'] as const;
export type TypeGroup = (typeof TYPE_GROUPS)[number];

/** The group under which pickers list a type. */
export function typeGroup(type: DataType): TypeGroup {
  if (type === 'boolean') return 'Bit';
  if (type === 'string') return 'Text';
  if (timeKindOf(type) !== null) return 'Time';
  if (type === 'bcd16' || type === 'bcd32') return 'BCD';
  if (isFixedPoint(type)) return 'Fixed point';
  return isFractional(type) ? 'Floating point' : 'Integer';
}
