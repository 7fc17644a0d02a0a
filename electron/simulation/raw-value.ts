import { integerRange, isWideInteger } from '../../shared/domain/data-type';
import type { Point } from '../../shared/domain/point';
import type { Value } from '../../shared/domain/value';

type Shape = Pick<Point, 'dataType' | 'scale' | 'offset'>;

const FLOAT32_MAX = 3.4028234663852886e38;

/**
 * What a device would have in its registers for an engineering value: (value - offset) / scale, to the nearest whole number
 * where the type holds such, and at the end of the type's range where it goes beyond, as real devices do. Wide integers
 * given as text or bigint stay exact where there is no scale. Null where the type has no such value.
 */
export function rawOf(value: Value, { dataType, scale, offset }: Shape): Value {
  if (dataType === 'string') return value === null || value instanceof Uint8Array ? value : String(value);
  if (dataType === 'boolean') return booleanOf(value);
  const range = integerRange(dataType);
  if (range !== null && scale === 1 && offset === 0) {
    const exact = exactInteger(value);
    if (exact !== null) return integerRaw(exact, range, dataType);
  }
  const number = numberOf(value);
  if (number === null) return null;
  const raw = (number - offset) / scale;
  if (range === null) return dataType === 'float32' ? Math.min(FLOAT32_MAX, Math.max(-FLOAT32_MAX, raw)) : raw;
  if (Number.isNaN(raw)) return null;
  if (!Number.isFinite(raw)) return integerRaw(raw > 0 ? range[1] : range[0], range, dataType);
  return integerRaw(BigInt(Math.round(raw)), range, dataType);
}

function integerRaw(raw: bigint, [low, high]: readonly [bigint, bigint], dataType: Point['dataType']): number | bigint {
  const within = raw < low ? low : raw > high ? high : raw;
  return isWideInteger(dataType) ? within : Number(within);
}

function exactInteger(value: Value): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : null;
}

function numberOf(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  // NaN and the infinities travel by name in JSON.
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? null : number;
}

function booleanOf(value: Value): boolean | null {
  if (typeof value === 'string') return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : null;
  const number = numberOf(value);
  return number === null ? null : number >= 0.5;
}

/** The engineering value of a raw one: the inverse of {@link rawOf}. A bigint stays exact where there is no scale. */
export function engineeringOf(raw: Value, { scale, offset }: Shape): Value {
  if (scale === 1 && offset === 0) return raw;
  return typeof raw === 'number' || typeof raw === 'bigint' ? Number(raw) * scale + offset : raw;
}
