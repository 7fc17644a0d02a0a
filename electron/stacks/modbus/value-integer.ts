import { describeValue } from './value-text';
import type { ModbusIntegerType, ModbusValue } from './value-types';

const RANGES: Readonly<Record<ModbusIntegerType, readonly [bigint, bigint]>> = {
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int48: [-(2n ** 47n), 2n ** 47n - 1n],
  uint48: [0n, 2n ** 48n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** Reads an integer, most significant octet first; 64 bits as bigint. */
export function readInteger(view: DataView, type: ModbusIntegerType): number | bigint {
  switch (type) {
    case 'int16':
      return view.getInt16(0);
    case 'uint16':
      return view.getUint16(0);
    case 'int32':
      return view.getInt32(0);
    case 'uint32':
      return view.getUint32(0);
    case 'int48':
      return view.getInt16(0) * 2 ** 32 + view.getUint32(2);
    case 'uint48':
      return view.getUint16(0) * 2 ** 32 + view.getUint32(2);
    case 'int64':
      return view.getBigInt64(0);
    default:
      return view.getBigUint64(0);
  }
}

/** Writes an integer into a view of its length; answers why it does not fit. */
export function writeInteger(view: DataView, value: ModbusValue, type: ModbusIntegerType): string | undefined {
  const exact = exactInteger(value, type);
  if (typeof exact === 'string') return exact;
  const [least, greatest] = RANGES[type];
  if (exact < least || exact > greatest) return `${exact} is outside ${type} (${least} to ${greatest})`;
  putInteger(view, exact);
  return undefined;
}

/** A value as an exact integer, or in plain words why it is none. */
export function exactInteger(value: ModbusValue, type: string): bigint | string {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number' || !Number.isInteger(value)) return `${type} takes an integer, not ${describeValue(value)}`;
  if (!Number.isSafeInteger(value)) return `${value} is beyond 2^53 and may be inexact; give it as a bigint`;
  return BigInt(value);
}

/** Fills a view with an integer that fits it, in two's complement. */
export function putInteger(view: DataView, value: bigint): void {
  for (let at = view.byteLength - 1, rest = value; at >= 0; at -= 1, rest >>= 8n) view.setUint8(at, Number(rest & 255n));
}
