import { isNumeric, isWideInteger } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { decorate, formatNumber } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';
import { numericValue } from '../../components/format/point-text';
import { readNumber } from '../../components/format/read-number';
import { decimalsFor } from '../../components/format/value';

export interface Range {
  readonly low: number | null;
  readonly high: number | null;
}

const BITS: Readonly<Record<string, number>> = { int16: 16, uint16: 16, int32: 32, uint32: 32, int64: 64, uint64: 64 };

/** The values that a point takes: its own limits, and what its type can carry with its scale. Null: no limit. */
export function permittedRange(point: Point): Range {
  const carried = carriedRange(point);
  return { low: larger(point.low, carried.low), high: smaller(point.high, carried.high) };
}

function carriedRange(point: Point): Range {
  const bits = BITS[point.dataType];
  if (bits === undefined) return { low: null, high: null };
  const signed = point.dataType.startsWith('int');
  const ends = [signed ? -(2 ** (bits - 1)) : 0, 2 ** (signed ? bits - 1 : bits) - 1].map((raw) => tidy(raw * point.scale + point.offset));
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** Takes away what binary fractions add: 3276.7000000000003. */
function tidy(value: number): number {
  return Number(value.toPrecision(15));
}

function larger(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** `40.0 to 95.0 °C`; empty where there is no limit at all. */
export function rangeText(range: Range, point: Point, numbers: NumberFormat): string {
  const write = (value: number): string => limitText(value, point, numbers);
  const unit = point.unit === '' ? '' : ` ${point.unit}`;
  if (range.low !== null && range.high !== null) return `${write(range.low)} to ${write(range.high)}${unit}`;
  if (range.low !== null) return `from ${write(range.low)}${unit}`;
  return range.high === null ? '' : `up to ${write(range.high)}${unit}`;
}

function limitText(value: number, point: Point, numbers: NumberFormat): string {
  return formatNumber(value, decimalsFor(point), numbers, decimalsFor(point) === 0 && isNumeric(point.dataType));
}

export type TypedValue = { readonly value: WireValue } | { readonly problem: string };

/** Reads what was typed as a value of the point, or says why it can't be one, naming the limit. */
export function readTyped(text: string, point: Point, numbers: NumberFormat): TypedValue {
  if (point.dataType === 'string') return { value: text };
  const trimmed = text.trim();
  if (trimmed === '') return { problem: 'A value is needed.' };
  if (point.dataType === 'boolean') return readBit(trimmed, point);
  const labelled = point.enumeration.find((entry) => entry.label.toLowerCase() === trimmed.toLowerCase());
  if (labelled !== undefined) return { value: labelled.value };
  const read = readHexadecimal(trimmed, point) ?? readNumber(trimmed, numbers);
  if (read === null) return { problem: `${trimmed} is not a number.` };
  return checkNumber(read, trimmed, point, numbers);
}

function readBit(text: string, point: Point): TypedValue {
  const lower = text.toLowerCase();
  const labelled = point.enumeration.find((entry) => entry.label.toLowerCase() === lower);
  if (labelled !== undefined) return { value: labelled.value !== 0 };
  if (['1', 'on', 'true', '1 on'].includes(lower)) return { value: true };
  if (['0', 'off', 'false', '0 off'].includes(lower)) return { value: false };
  return { problem: `${text} is neither 0 nor 1.` };
}

/** `0x0C53` for integers that are used as they are. */
function readHexadecimal(text: string, point: Point): string | null {
  return isPlainInteger(point) && /^0x[0-9a-f]{1,16}$/i.test(text) ? BigInt(text).toString() : null;
}

function isPlainInteger(point: Point): boolean {
  return BITS[point.dataType] !== undefined && point.scale === 1 && point.offset === 0;
}

function checkNumber(read: string, typed: string, point: Point, numbers: NumberFormat): TypedValue {
  const number = Number(read);
  if (!Number.isFinite(number)) return { problem: `${typed} is beyond what a number can be.` };
  const { low, high } = permittedRange(point);
  if (high !== null && number > high) return { problem: `${typed} is above ${limitText(high, point, numbers)}, the highest this point takes.` };
  if (low !== null && number < low) return { problem: `${typed} is below ${limitText(low, point, numbers)}, the lowest this point takes.` };
  if (!isPlainInteger(point)) return { value: number };
  if (!/^-?\d+$/.test(read)) return Number.isInteger(number) ? { value: number } : { problem: `${typed} is not a whole number, and ${point.name} has no decimals.` };
  const exact = BigInt(read);
  const bits = BITS[point.dataType] ?? 64;
  const fits = point.dataType.startsWith('int') ? BigInt.asIntN(bits, exact) === exact : BigInt.asUintN(bits, exact) === exact;
  if (!fits) return { problem: `${typed} does not fit into ${point.dataType}.` };
  return { value: isWideInteger(point.dataType) && !Number.isSafeInteger(number) ? exact.toString() : number };
}

/** `change −3.5`: what the write would change; empty where there is no old value, or the values are no quantities. */
export function changeText(from: WireValue | undefined, to: WireValue, point: Point, numbers: NumberFormat): string {
  if (point.dataType === 'boolean' || point.dataType === 'string' || point.enumeration.length > 0) return '';
  if (isPlainInteger(point)) {
    const exact = exactDifference(from, to);
    if (exact !== null) return exact === 0n ? 'no change' : `change ${exact > 0n ? '+' : ''}${decorate(exact.toString(), numbers)}`;
  }
  const before = numericValue(from);
  const after = numericValue(to);
  if (before === null || after === null) return '';
  const difference = after - before;
  const text = formatNumber(difference, decimalsFor(point), numbers);
  if (difference === 0 || !/[1-9]/.test(text)) return difference === 0 ? 'no change' : 'change below the last decimal';
  return `change ${difference > 0 ? '+' : ''}${text}`;
}

function exactDifference(from: WireValue | undefined, to: WireValue): bigint | null {
  const integer = (value: WireValue | undefined): bigint | null =>
    typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : null;
  const before = integer(from);
  const after = integer(to);
  return before === null || after === null ? null : after - before;
}

/** Whether two octet texts are the same octets, however they are spaced. */
export function sameOctets(a: string | null | undefined, b: string | null | undefined): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return false;
  return a.replaceAll(' ', '').toUpperCase() === b.replaceAll(' ', '').toUpperCase();
}
