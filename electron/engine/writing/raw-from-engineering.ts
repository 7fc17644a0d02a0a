import { distance, divide, nearestInteger, rationalFromDecimal, rationalFromNumber, subtract, type Rational } from './rational';
import { fixedPointOf, integerRange, isFixedPoint, isWideInteger } from '../../../shared/domain/data-type';
import type { FixedPointType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import { parseTime } from '../../../shared/domain/time-value';
import type { Value, WireValue } from '../../../shared/domain/value';

export type RawValue = { readonly ok: true; readonly raw: Value } | { readonly ok: false; readonly problem: string };

type Scaled = Pick<Point, 'dataType' | 'scale' | 'offset' | 'low' | 'high' | 'unit'>;

const FLOAT32_MAX = 3.4028234663852886e38;
/** Share of a raw step that rounding in the scale's own decimals may make: a scale of 0.3333333 is meant as a third. */
const STEP_TOLERANCE = 1e-4;

/**
 * The raw value that stands for an engineering value: (value - offset) / scale, exact for integers of every width. A
 * value that lies between two raw values, outside the point's limits or outside its type is a problem in plain words;
 * only floats and fixed point take the nearest that they can hold. A time may be given as text: ISO 8601 with its zone
 * (without one where the device's own clock is meant), a span as `T#1h30m`.
 */
export function rawFromEngineering(point: Scaled, value: WireValue): RawValue {
  if (value === null) return problem('There is no value to write.');
  if (point.dataType === 'boolean') return rawBoolean(value);
  if (point.dataType === 'string') return typeof value === 'string' ? { ok: true, raw: value } : { ok: true, raw: String(value) };
  const time = typeof value === 'string' ? parseTime(point.dataType, value, null) : null;
  if (time?.ok === false) return problem(`${time.problem}.`);
  const exact = parseNumber(time?.value ?? value);
  if (exact === null) return problem(`${JSON.stringify(value)} is not a number. Numbers are written with a point: 78.5.`);
  const limit = checkLimits(point, exact);
  if (limit !== null) return problem(limit);
  const quotient = divide(subtract(exact, rationalFromNumber(point.offset)), rationalFromNumber(point.scale));
  if (isFixedPoint(point.dataType)) return rawFixed(point, point.dataType, quotient, value);
  const range = integerRange(point.dataType);
  return range ? rawInteger(point, quotient, range, value) : rawFloat(point, quotient);
}

function parseNumber(value: number | boolean | string): Rational | null {
  if (typeof value === 'boolean') return null;
  try {
    return typeof value === 'number' ? rationalFromNumber(value) : rationalFromDecimal(value.trim());
  } catch {
    return null;
  }
}

function rawBoolean(value: number | boolean | string): RawValue {
  if (value === true || value === 1 || value === 'true' || value === '1') return { ok: true, raw: true };
  if (value === false || value === 0 || value === 'false' || value === '0') return { ok: true, raw: false };
  return problem(`${JSON.stringify(value)} is neither on nor off. true, false, 1 and 0 are understood.`);
}

function checkLimits({ low, high, unit }: Scaled, value: Rational): string | null {
  if (low !== null && less(value, rationalFromNumber(low))) return `Below the point's lower limit of ${withUnit(low, unit)}.`;
  if (high !== null && less(rationalFromNumber(high), value)) return `Above the point's upper limit of ${withUnit(high, unit)}.`;
  return null;
}

function rawInteger(point: Scaled, quotient: Rational, [min, max]: readonly [bigint, bigint], value: number | boolean | string): RawValue {
  const nearest = nearestInteger(quotient);
  if (nearest < min || nearest > max) {
    return problem(outside(point, value, engineering(point, min), engineering(point, max)));
  }
  if (distance(quotient, nearest) > STEP_TOLERANCE) {
    return problem(`${String(value)} lies between two raw values. The nearest that the device can hold is ${withUnit(engineering(point, nearest), point.unit)}.`);
  }
  return { ok: true, raw: isWideInteger(point.dataType) ? nearest : Number(nearest) };
}

/** The nearest step of a fixed point type, exact as a number. */
function rawFixed(point: Scaled, type: FixedPointType, { numerator, denominator }: Rational, value: number | boolean | string): RawValue {
  const { bits, signed, fraction } = fixedPointOf(type);
  const steps = nearestInteger({ numerator: numerator * 2n ** BigInt(fraction), denominator });
  const least = signed ? -(2n ** BigInt(bits - 1)) : 0n;
  const greatest = 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
  const raw = (step: bigint): number => Number(step) / 2 ** fraction;
  if (steps >= least && steps <= greatest) return { ok: true, raw: raw(steps) };
  const [low = '', high = ''] = [least, greatest].map((end) => String(Number((raw(end) * point.scale + point.offset).toPrecision(12))));
  return problem(outside(point, value, low, high));
}

function outside(point: Scaled, value: number | boolean | string, from: string, to: string): string {
  const [low, high] = point.scale < 0 ? [to, from] : [from, to];
  return `${String(value)} does not fit into ${point.dataType}: with this scale and offset it holds ${low} to ${withUnit(high, point.unit)}.`;
}

function rawFloat(point: Scaled, { numerator, denominator }: Rational): RawValue {
  const raw = toNumber(numerator, denominator);
  const max = point.dataType === 'float32' ? FLOAT32_MAX : Number.MAX_VALUE;
  if (!Number.isFinite(raw) || Math.abs(raw) > max) return problem(`The value does not fit into ${point.dataType}.`);
  return { ok: true, raw };
}

/** A fraction of big integers as the nearest number, without passing through infinity. */
function toNumber(numerator: bigint, denominator: bigint): number {
  const direct = Number(numerator) / Number(denominator);
  if (Number.isFinite(direct)) return direct;
  return Number(numerator / denominator);
}

function engineering({ scale, offset }: Scaled, raw: bigint): string {
  if (scale === 1 && Number.isInteger(offset)) return (raw + BigInt(offset)).toString();
  return String(Number((Number(raw) * scale + offset).toPrecision(12)));
}

function less(a: Rational, b: Rational): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

function withUnit(value: number | string, unit: string): string {
  return unit === '' ? String(value) : `${value} ${unit}`;
}

function problem(text: string): RawValue {
  return { ok: false, problem: text };
}
