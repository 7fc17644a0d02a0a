import { exactInteger, putInteger, readInteger, writeInteger } from './value-integer';
import { readDate, writeDate } from './value-date';
import type { ModbusTimeType, ModbusValue, ValueDecoded } from './value-types';

/** What a date can be in ECMAScript: so many milliseconds before and after 1970. */
const DATE_LIMIT_MS = 8_640_000_000_000_000n;

/** Reads a time as its number of seconds or milliseconds; what no clock can mean is a failure. */
export function readTime(view: DataView, type: ModbusTimeType): ValueDecoded {
  switch (type) {
    case 'unix32':
    case 'utime32':
      return { ok: true, value: readInteger(view, 'uint32') };
    case 'time32':
      return { ok: true, value: readInteger(view, 'int32') };
    case 'unix64':
    case 'unix64ms':
      return readWide(view.getBigInt64(0), limitOf(type));
    default:
      return readDate(view, type);
  }
}

/** Writes a time; answers why it does not fit. */
export function writeTime(view: DataView, value: ModbusValue, type: ModbusTimeType): string | undefined {
  switch (type) {
    case 'unix32':
    case 'utime32':
      return writeInteger(view, value, 'uint32');
    case 'time32':
      return writeInteger(view, value, 'int32');
    case 'unix64':
    case 'unix64ms': {
      const exact = exactInteger(value, type);
      if (typeof exact === 'string') return exact;
      const limit = limitOf(type);
      if (exact < -limit || exact > limit) return `${exact} is beyond what a date can be`;
      putInteger(view, exact);
      return undefined;
    }
    default: {
      const exact = exactInteger(value, type);
      return typeof exact === 'string' ? exact : writeDate(view, Number(exact), type);
    }
  }
}

function limitOf(type: 'unix64' | 'unix64ms'): bigint {
  return type === 'unix64' ? DATE_LIMIT_MS / 1000n : DATE_LIMIT_MS;
}

function readWide(value: bigint, limit: bigint): ValueDecoded {
  return value < -limit || value > limit ? { ok: false, reason: `${value} is beyond what a date can be` } : { ok: true, value: Number(value) };
}
