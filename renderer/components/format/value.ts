import { fixedPointOf, isFixedPoint, isFractional, isNumeric, isWideInteger, timeKindOf, type DataType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { decorate, formatNumber, NO_VALUE, type NumberFormat } from './number';
import { timeValueText } from './time-value';

/** What the format of a value depends on. */
export type ValueShape = Pick<Point, 'dataType' | 'scale' | 'offset' | 'decimals' | 'enumeration'>;

function decimalsOf(value: number): number {
  const text = String(Math.abs(value));
  const [mantissa = '', exponent = '0'] = text.split('e');
  const own = mantissa.split('.')[1]?.length ?? 0;
  return Math.min(12, Math.max(0, own - Number(exponent)));
}

/** Digits of a step of a fixed point type, within what a row can show. */
const FIXED_DIGITS = 4;

/** Digits after the point: the point's own, else those of scale and offset; floats get two more than their scale. */
export function decimalsFor(shape: Pick<Point, 'dataType' | 'scale' | 'offset' | 'decimals'>): number {
  if (shape.decimals !== null) return shape.decimals;
  const own = Math.max(decimalsOf(shape.scale), decimalsOf(shape.offset));
  if (isFixedPoint(shape.dataType)) return Math.max(own, Math.min(FIXED_DIGITS, Math.ceil(fixedPointOf(shape.dataType).fraction * Math.log10(2))));
  return Math.min(12, isFractional(shape.dataType) ? Math.max(own, 2) : own);
}

function isInteger(type: DataType): boolean {
  return isNumeric(type) && !isFractional(type);
}

/**
 * An engineering value as the grids show it: fixed decimals, `1 On`, `2 Auto`, names for NaN and the infinities,
 * `—` for none; a time as a time. The unit stands in its own column.
 */
export function formatValue(value: WireValue | undefined, shape: ValueShape, format: NumberFormat = 'comma'): string {
  if (value === null || value === undefined) return NO_VALUE;
  if (typeof value === 'boolean') return value ? '1 On' : '0 Off';
  if (shape.dataType === 'string') return String(value);
  if (shape.enumeration.length > 0) {
    const label = shape.enumeration.find((entry) => entry.value === Number(value))?.label;
    if (label !== undefined) return `${value} ${label}`;
  }
  const time = timeKindOf(shape.dataType) === null ? null : timeValueText(shape.dataType, Number(value));
  if (time !== null) return time;
  if (shape.dataType === 'boolean') return Number(value) === 0 ? '0 Off' : '1 On';
  const decimals = decimalsFor(shape);
  if (typeof value === 'string') return formatText(value, shape, decimals, format);
  return formatNumber(value, decimals, format, isInteger(shape.dataType) && decimals === 0);
}

/** Values that JSON carries as text: 64-bit integers beyond 2^53, NaN and the infinities. */
function formatText(value: string, shape: ValueShape, decimals: number, format: NumberFormat): string {
  if (isWideInteger(shape.dataType) && /^-?\d+$/.test(value)) return decorate(value, format);
  const number = Number(value);
  return value === 'NaN' || !Number.isNaN(number) ? formatNumber(number, decimals, format) : value;
}

/** Machine text for the clipboard: full precision and a dot. */
export function plainValue(value: WireValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}
