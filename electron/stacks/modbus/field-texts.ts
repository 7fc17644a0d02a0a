import type { ModbusField } from './dissection';
import { readU16 } from './octets';

/** `107 (0-based, 0x006B)`. */
export function addressText(value: number): string {
  return `${value} (0-based, ${hex16(value)})`;
}

export function registerText(value: number): string {
  return `${value} (${hex16(value)})`;
}

export function coilText(value: number): string {
  if (value === 0xff00) return 'on';
  return value === 0 ? 'off' : `${hex16(value)} (neither on nor off)`;
}

export function statusText(value: number): string {
  if (value === 0xffff) return 'busy with a command';
  return value === 0 ? 'ready' : hex16(value);
}

/** `100` or `100 to 109`. */
export function span(address: number, quantity: number): string {
  return quantity <= 1 ? String(address) : `${address} to ${address + quantity - 1}`;
}

/** Printable ASCII as text, anything else as hexadecimal octets by the caller's choice. */
export function asText(octets: Uint8Array): string | undefined {
  return octets.length > 0 && octets.every((octet) => octet >= 0x20 && octet < 0x7f) ? String.fromCharCode(...octets) : undefined;
}

/** Bits, packed the least significant first, from an address on where it is known. */
export function bitFields(data: Uint8Array, offset: number, address: number | undefined, quantity: number): ModbusField[] {
  const fields: ModbusField[] = [];
  for (let i = 0; i < quantity && i >> 3 < data.length; i += 1) {
    const on = (((data[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
    fields.push({ ...named('Bit', address, i), offset: offset + (i >> 3), length: 1, text: on ? '1 (on)' : '0 (off)' });
  }
  return fields;
}

/** Registers from an address on where it is known. */
export function registerFields(data: Uint8Array, offset: number, address: number | undefined): ModbusField[] {
  const fields: ModbusField[] = [];
  for (let at = 0; at + 2 <= data.length; at += 2) {
    fields.push({ ...named('Register', address, at >> 1), offset: offset + at, length: 2, text: registerText(readU16(data, at)) });
  }
  return fields;
}

function named(kind: string, first: number | undefined, index: number): { readonly name: string; readonly address?: number } {
  return first === undefined ? { name: `${kind} +${index}` } : { name: `${kind} ${first + index}`, address: first + index };
}

function hex16(value: number): string {
  return `0x${value.toString(16).padStart(4, '0').toUpperCase()}`;
}
