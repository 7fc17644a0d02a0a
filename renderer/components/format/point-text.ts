import { octetsOfType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { formatHex } from './number';
import type { NumberFormat } from './number';
import { formatValue } from './value';

/**
 * The value of a point as its row shows it. A status word (a register whose bits are points) is hexadecimal, padded to
 * its type; a bit says what its enumeration calls it.
 */
export function pointValueText(value: WireValue | undefined, point: Point, numbers: NumberFormat, statusWord = false): string {
  if (typeof value === 'boolean') {
    const label = point.enumeration.find((entry) => entry.value === (value ? 1 : 0))?.label;
    return label === undefined ? formatValue(value, point, numbers) : `${value ? 1 : 0} ${label}`;
  }
  const integer = statusWord ? integerOf(value) : null;
  if (integer !== null) return formatHex(integer, octetsOfType(point.dataType) ?? 2);
  return formatValue(value, point, numbers);
}

function integerOf(value: WireValue | undefined): bigint | null {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? BigInt(value) : null;
}

/** The value as a number for comparing and sorting; null where it is none. */
export function numericValue(value: WireValue | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  const number = Number(value);
  return value.trim() === '' || Number.isNaN(number) ? null : number;
}
