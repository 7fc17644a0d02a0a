import { isNumeric, isWideInteger } from '../../shared/domain/data-type';
import { OUT_OF_RANGE, uncertain } from '../../shared/domain/quality';
import type { DataType } from '../../shared/domain/data-type';
import type { Point } from '../../shared/domain/point';
import type { Quality } from '../../shared/domain/quality';
import type { Value } from '../../shared/domain/value';

/**
 * Engineering value of a raw one: raw x scale + offset for numbers. A bigint stays exact where scale and offset are
 * whole numbers, and becomes a number where they are not. Booleans, text and octets pass as they are.
 */
export function engineeringValue(raw: Value, point: Pick<Point, 'scale' | 'offset'>): Value {
  const { scale, offset } = point;
  if (scale === 1 && offset === 0) return raw;
  if (typeof raw === 'number') return raw * scale + offset;
  if (typeof raw !== 'bigint') return raw;
  if (Number.isSafeInteger(scale) && Number.isSafeInteger(offset)) return raw * BigInt(scale) + BigInt(offset);
  return Number(raw) * scale + offset;
}

/** Quality after the engineering limits: a good value outside them is uncertain. Flags of the protocol stay. */
export function qualityInRange(value: Value, quality: Quality, point: Pick<Point, 'low' | 'high'>): Quality {
  if (quality.level !== 'good' || !isOutside(value, point)) return quality;
  return uncertain(OUT_OF_RANGE, quality.flags);
}

/** True for a number below the low or above the high limit of the point; false where it has no limits. */
export function isOutside(value: Value, { low, high }: Pick<Point, 'low' | 'high'>): boolean {
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  return (low !== null && value < low) || (high !== null && value > high);
}

export type RawValue = { readonly ok: true; readonly raw: Value } | { readonly ok: false; readonly problem: string };

/** Steps this close to a whole number are whole: 78.5 / 0.1 gives 785.0000000000001. */
const STEP_TOLERANCE = 1e-6;

/**
 * The inverse of {@link engineeringValue}, for writes. Refuses, in plain words, a value of the wrong kind and one that
 * an integer type can't hold exactly; it never rounds what somebody typed. Ranges of the type are the protocol's business.
 */
export function rawFromEngineering(value: Value, point: Pick<Point, 'scale' | 'offset' | 'dataType'>): RawValue {
  const { dataType, scale, offset } = point;
  if (!isNumeric(dataType)) {
    const wanted = dataType === 'boolean' ? 'boolean' : 'string';
    return typeof value === wanted ? { ok: true, raw: value } : { ok: false, problem: `A ${dataType} point takes ${dataType === 'boolean' ? 'on or off' : 'text'}.` };
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') return { ok: false, problem: `A ${dataType} point takes a number.` };
  if (dataType === 'float32' || dataType === 'float64') return { ok: true, raw: scale === 1 && offset === 0 ? Number(value) : (Number(value) - offset) / scale };
  if (typeof value === 'bigint' && Number.isSafeInteger(scale) && Number.isSafeInteger(offset)) return wideRaw(value, BigInt(scale), BigInt(offset), dataType);
  return integerRaw(Number(value), scale, offset, dataType);
}

function wideRaw(value: bigint, scale: bigint, offset: bigint, dataType: DataType): RawValue {
  const steps = value - offset;
  if (steps % scale !== 0n) return { ok: false, problem: `${String(value)} can't be held exactly: the point goes in steps of ${String(scale)}.` };
  const raw = steps / scale;
  return { ok: true, raw: isWideInteger(dataType) ? raw : Number(raw) };
}

function integerRaw(value: number, scale: number, offset: number, dataType: DataType): RawValue {
  if (!Number.isFinite(value)) return { ok: false, problem: `${String(value)} can't be held by ${dataType}.` };
  const steps = (value - offset) / scale;
  const whole = Math.round(steps); // may be -0, which + 0 below makes 0
  if (Math.abs(steps - whole) > STEP_TOLERANCE * Math.max(1, Math.abs(steps) * 1e-6)) {
    return { ok: false, problem: `${String(value)} can't be held exactly: the point goes in steps of ${String(Math.abs(scale))}.` };
  }
  return { ok: true, raw: isWideInteger(dataType) ? BigInt(whole) : whole + 0 };
}
