import { OUT_OF_RANGE, uncertain } from '../../shared/domain/quality';
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
