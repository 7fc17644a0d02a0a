import { octetsOfType, type DataType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import type { NumberFormat } from './number';
import { pointValueText } from './point-text';

/** A point that is a part of a word: one bit, or `count` bits from `bit` on; 0 is the word's least significant. */
export interface NamedBit {
  readonly bit: number;
  readonly count: number;
  readonly point: Point;
}

/** A part of a word as people read it. */
export interface BitReading {
  /** `3`, `4-7`. */
  readonly bits: string;
  /** Empty where nobody named the bit. */
  readonly name: string;
  /** `1 Running`, `0`. */
  readonly text: string;
  /** Whether any of its bits is 1. */
  readonly set: boolean;
  /** Null where nobody named the bit. */
  readonly part: NamedBit | null;
}

/** Bits of an integer type; 0 for every other. */
export function bitCountOf(dataType: DataType): number {
  return /^u?int/.test(dataType) ? 8 * (octetsOfType(dataType) ?? 0) : 0;
}

/** The bits of a raw integer, whatever its sign; null where the value is none. */
export function wordOf(value: WireValue | undefined, dataType: DataType): bigint | null {
  const size = bitCountOf(dataType);
  if (size === 0 || value === null || value === undefined || typeof value === 'boolean') return null;
  const isInteger = typeof value === 'number' ? Number.isInteger(value) : /^-?\d+$/.test(value);
  return isInteger ? BigInt.asUintN(size, BigInt(value)) : null;
}

export function isSet(word: bigint, bit: number): boolean {
  return ((word >> BigInt(bit)) & 1n) === 1n;
}

/** Every named part of a word, and every bit of it that is 1 without a name, by bit. */
export function bitReadings(word: bigint, size: number, parts: readonly NamedBit[], numbers: NumberFormat): BitReading[] {
  const named = parts.map((part): BitReading => {
    const { bit, count, point } = part;
    const raw = (word >> BigInt(bit)) & ((1n << BigInt(count)) - 1n);
    return { bits: bitsText({ bit, count }), name: point.name, text: partText(raw, count, point, numbers), set: raw !== 0n, part };
  });
  const covered = new Set(parts.flatMap(({ bit, count }) => Array.from({ length: count }, (_, at) => bit + at)));
  const bare = Array.from({ length: size }, (_, bit) => bit).filter((bit) => !covered.has(bit) && isSet(word, bit));
  return [...named, ...bare.map((bit): BitReading => ({ bits: String(bit), name: '', text: '1', set: true, part: null }))].toSorted((a, b) => Number.parseInt(a.bits, 10) - Number.parseInt(b.bits, 10));
}

/** `3`, `4-7`. */
export function bitsText({ bit, count }: Pick<NamedBit, 'bit' | 'count'>): string {
  return count === 1 ? String(bit) : `${bit}-${bit + count - 1}`;
}

function partText(raw: bigint, count: number, point: Point, numbers: NumberFormat): string {
  if (point.dataType === 'boolean') return pointValueText(raw !== 0n, point, numbers);
  const signed = point.dataType.startsWith('u') ? raw : BigInt.asIntN(count, raw);
  return pointValueText(Number(signed) * point.scale + point.offset, point, numbers);
}

/** What a word says, in a line: `Burner on, Mode 2 Auto + bits 9, 11`. Empty where no bit is 1. */
export function setBitsText(readings: readonly BitReading[]): string {
  const set = readings.filter((reading) => reading.set);
  const names = set.flatMap(({ part, name, text }) => (part === null ? [] : [part.count > 1 ? `${name} ${text}` : name]));
  const bare = set.filter(({ part }) => part === null).map(({ bits }) => bits);
  const rest = bare.length === 0 ? '' : `${bare.length === 1 ? 'bit' : 'bits'} ${bare.join(', ')}`;
  return [names.join(', '), rest].filter((part) => part !== '').join(' + ');
}

/** The same a line a bit, those that are 0 too. */
export function bitLines(readings: readonly BitReading[]): string {
  return readings.map(({ bits, name, text }) => `${bits}  ${name === '' ? 'no name' : name}: ${text}`).join('\n');
}
