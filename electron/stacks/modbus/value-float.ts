import { describeValue } from './value-text';
import type { ModbusFloatType, ModbusValue } from './value-types';

/** Reads an IEEE 754 number, most significant octet first; NaN and infinities are values. */
export function readFloat(view: DataView, type: ModbusFloatType): number {
  return type === 'float32' ? view.getFloat32(0) : view.getFloat64(0);
}

/** Writes a number; float32 takes the nearest that it can hold and refuses what is too large for it. */
export function writeFloat(view: DataView, value: ModbusValue, type: ModbusFloatType): string | undefined {
  if (typeof value !== 'number') return `${type} takes a number, not ${describeValue(value)}`;
  if (type === 'float64') {
    view.setFloat64(0, value);
    return undefined;
  }
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) return `${value} is outside float32 (about -3.4e38 to 3.4e38)`;
  view.setFloat32(0, value);
  return undefined;
}
