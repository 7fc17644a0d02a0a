import { fixedPointOf, integerRange, isFixedPoint, isNumeric, isWideInteger, timeKindOf, typeGroup } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import { parseTime, timeText } from '../../../shared/domain/time-value';
import type { WireValue } from '../../../shared/domain/value';
import { decorate, formatNumber } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';
import { numericValue } from '../../components/format/point-text';
import { readNumber } from '../../components/format/read-number';
import { localMinutesEast, timeValueText } from '../../components/format/time-value';
import { decimalsFor } from '../../components/format/value';

export interface Range {
  readonly low: number | null;
  readonly high: number | null;
}

/** The values that a point takes: its own limits, and what its type can carry with its scale. Null: no limit. */
export function permittedRange(point: Point): Range {
  const carried = carriedRange(point);
  return { low: larger(point.low, carried.low), high: smaller(point.high, carried.high) };
}

function carriedRange(point: Point): Range {
  const raw = rawRange(point);
  if (raw === null) return { low: null, high: null };
  const ends = raw.map((end) => tidy(end * point.scale + point.offset));
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

function rawRange({ dataType }: Point): readonly number[] | null {
  // What a clock can show at all is no limit that anybody needs to be told.
  if ((timeKindOf(dataType)?.kind ?? 'span') !== 'span') return null;
  if (!isFixedPoint(dataType)) return integerRange(dataType)?.map(Number) ?? null;
  const { bits, signed, fraction } = fixedPointOf(dataType);
  return [signed ? -(2 ** (bits - 1)) : 0, 2 ** (signed ? bits - 1 : bits) - 1].map((steps) => steps / 2 ** fraction);
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
  return timeValueText(point.dataType, value) ?? formatNumber(value, decimalsFor(point), numbers, decimalsFor(point) === 0 && isNumeric(point.dataType));
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
  const time = parseTime(point.dataType, trimmed, localMinutesEast);
  if (time?.ok === false) return { problem: `${time.problem}.` };
  const read = time === null ? (readHexadecimal(trimmed, point) ?? readNumber(trimmed, numbers)) : String(time.value);
  if (read === null) return { problem: timeKindOf(point.dataType) === null ? `${trimmed} is not a number.` : `${trimmed} is no time: ${timeExample(point)}.` };
  return checkNumber(read, trimmed, point, numbers);
}

/** What was typed, with `now` become what this computer's clock shows: a value that is to be written stands still. */
export function withNow(text: string, { dataType }: Pick<Point, 'dataType'>, now: Date): string {
  if (text.trim().toLowerCase() !== 'now' || (timeKindOf(dataType)?.kind ?? 'span') === 'span') return text;
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `${date} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':')}`;
}

/** How a value of a time type may be typed. */
export function timeExample({ dataType }: Pick<Point, 'dataType'>): string {
  switch (timeKindOf(dataType)?.kind) {
    case 'instant':
      return "2026-03-17 14:32:06 on this computer's clock, with Z for UTC, or now";
    case 'date':
      return '2026-03-17 14:32:06, or now';
    case 'span':
      return 'T#1h30m, 90s or 1:30:00';
    default:
      return '';
  }
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
  return typeGroup(point.dataType) === 'Integer' && point.scale === 1 && point.offset === 0;
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
  const [least, greatest] = integerRange(point.dataType) ?? [exact, exact];
  if (exact < least || exact > greatest) return { problem: `${typed} does not fit into ${point.dataType}.` };
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
  const time = timeKindOf(point.dataType);
  if (time !== null && difference !== 0) return `change ${difference > 0 ? '+' : '−'}${timeText('time32', Math.abs(difference * 1000) / time.perSecond) ?? ''}`;
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
