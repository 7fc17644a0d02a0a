import type { ModbusValue } from './value-types';

/** Reads ASCII/Latin-1 up to the first NUL. */
export function readText(view: DataView): string {
  let text = '';
  for (let i = 0; i < view.byteLength; i += 1) {
    const octet = view.getUint8(i);
    if (octet === 0) break;
    text += String.fromCharCode(octet);
  }
  return text;
}

/** Writes text, one octet a character, the rest NUL; answers why it does not fit. */
export function writeText(view: DataView, value: ModbusValue, registers: number): string | undefined {
  if (typeof value !== 'string') return `a string takes text, not ${describeValue(value)}`;
  if (value.length > registers * 2) return `the text has ${value.length} characters, ${registers} registers hold ${registers * 2}`;
  for (let i = 0; i < value.length; i += 1) {
    const octet = value.charCodeAt(i);
    if (octet === 0 || octet > 255) return `character ${i + 1} of the text cannot be written: one octet a character, no NUL`;
    view.setUint8(i, octet);
  }
  return undefined;
}

/** A value as a message names it. */
export function describeValue(value: ModbusValue): string {
  return typeof value === 'string' ? `the text "${value}"` : String(value);
}
