import { exactInteger } from './value-integer';
import type { ModbusBcdType, ModbusValue, ValueDecoded } from './value-types';

/** Reads binary coded decimal, four bits a digit, the most significant first. A digit above 9 is a failure. */
export function readBcd(view: DataView): ValueDecoded {
  let value = 0;
  for (let at = 0; at < view.byteLength; at += 1) {
    const octet = view.getUint8(at);
    const high = octet >> 4;
    const low = octet & 15;
    if (high > 9 || low > 9) return { ok: false, reason: `${(high > 9 ? high : low).toString(16).toUpperCase()} is no BCD digit` };
    value = value * 100 + high * 10 + low;
  }
  return { ok: true, value };
}

/** Writes an integer of as many digits as the view has halves of octets; answers why it does not fit. */
export function writeBcd(view: DataView, value: ModbusValue, type: ModbusBcdType): string | undefined {
  const exact = exactInteger(value, type);
  if (typeof exact === 'string') return exact;
  const digits = view.byteLength * 2;
  const greatest = 10n ** BigInt(digits) - 1n;
  if (exact < 0n || exact > greatest) return `${exact} is outside ${type} (0 to ${greatest})`;
  const text = exact.toString().padStart(digits, '0');
  for (let at = 0; at < view.byteLength; at += 1) view.setUint8(at, Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
  return undefined;
}
