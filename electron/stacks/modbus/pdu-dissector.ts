import type { ModbusField } from './dissection';
import { exceptionName } from './exceptions';
import { functionName } from './function-names';
import { hex, readU16 } from './octets';
import type { PduDirection } from './pdu-length';

/** A PDU taken apart; offsets count from the frame's first octet. */
export interface PduDissection {
  readonly summary: string;
  readonly fields: readonly ModbusField[];
  readonly problem?: string;
}

/** What is known from elsewhere: the first address that a read's answer belongs to. */
export interface DissectionContext {
  readonly address?: number;
  /** Bits asked for: the rest of the last octet is padding. */
  readonly quantity?: number;
}

/** Walks over a PDU; stops, with a problem, where octets are missing. */
class PduReader {
  readonly fields: ModbusField[] = [];
  readonly #octets: Uint8Array;
  readonly #base: number;
  #at = 0;
  problem: string | undefined;

  constructor(octets: Uint8Array, base: number) {
    this.#octets = octets;
    this.#base = base;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  u8(name: string, text: (value: number) => string = String): number {
    return this.#take(name, 1, () => this.#octets[this.#at] ?? 0, text);
  }

  u16(name: string, text: (value: number) => string = String): number {
    return this.#take(name, 2, () => readU16(this.#octets, this.#at), text);
  }

  /** A group of fields over the next `length` octets, as far as they are there. */
  group(name: string, length: number, text: string, children: (octets: Uint8Array, offset: number) => readonly ModbusField[]): void {
    if (this.problem !== undefined) return;
    const there = Math.min(length, this.left);
    const octets = this.#octets.subarray(this.#at, this.#at + there);
    this.fields.push({ name, offset: this.#base + this.#at, length: there, text, children: children(octets, this.#base + this.#at) });
    this.#at += there;
    if (there < length) this.problem = `${length - there} octets are missing`;
  }

  /** What is left over, which should be nothing. */
  rest(): void {
    if (this.problem !== undefined || this.left === 0) return;
    this.problem = `${this.left} octets too many`;
    this.fields.push({ name: 'Surplus', offset: this.#base + this.#at, length: this.left, text: hex(this.#octets.subarray(this.#at)) });
    this.#at = this.#octets.length;
  }

  #take(name: string, length: number, read: () => number, text: (value: number) => string): number {
    if (this.problem !== undefined) return 0;
    if (this.left < length) {
      this.problem = `the octets end before "${name}"`;
      return 0;
    }
    const value = read();
    this.fields.push({ name, offset: this.#base + this.#at, length, text: text(value) });
    this.#at += length;
    return value;
  }
}

/** Takes a PDU apart whose first octet is octet `base` of its frame. */
export function dissectPdu(octets: Uint8Array, base: number, direction: PduDirection, context: DissectionContext = {}): PduDissection {
  const reader = new PduReader(octets, base);
  const functionCode = reader.u8('Function code', (code) => `${code} (${code >= 0x80 ? 'exception to ' : ''}${functionName(code)})`);
  const summary = describe(reader, functionCode, direction, context);
  reader.rest();
  return { summary, fields: reader.fields, ...(reader.problem === undefined ? {} : { problem: reader.problem }) };
}

function describe(reader: PduReader, functionCode: number, direction: PduDirection, context: DissectionContext): string {
  const name = functionName(functionCode);
  if (direction === 'response' && functionCode >= 0x80) {
    const code = reader.u8('Exception code', (value) => `${value} (${exceptionName(value)})`);
    return `${name}: exception ${code}, ${exceptionName(code)}`;
  }
  switch (functionCode) {
    case 1:
    case 2:
      return direction === 'request' ? readRequest(reader, name) : bitsAnswer(reader, name, context);
    case 3:
    case 4:
      return direction === 'request' ? readRequest(reader, name) : registersAnswer(reader, name, context);
    case 5: {
      const address = reader.u16('Address', addressText);
      const value = reader.u16('Value', coilText);
      return `${name} ${address} = ${coilText(value)}`;
    }
    case 6: {
      const address = reader.u16('Address', addressText);
      const value = reader.u16('Value', registerText);
      return `${name} ${address} = ${value}`;
    }
    case 15:
    case 16:
      return writeMultiple(reader, name, functionCode === 15, direction);
    default: {
      reader.group('Data', reader.left, `${reader.left} octets, not taken apart`, () => []);
      return name;
    }
  }
}

function readRequest(reader: PduReader, name: string): string {
  const address = reader.u16('Address', addressText);
  const quantity = reader.u16('Quantity');
  return `${name} ${span(address, quantity)}`;
}

function bitsAnswer(reader: PduReader, name: string, context: DissectionContext): string {
  const byteCount = reader.u8('Byte count');
  const quantity = Math.min(context.quantity ?? byteCount * 8, byteCount * 8);
  reader.group('Bits', byteCount, `${quantity} bits`, (data, offset) => bitFields(data, offset, context.address, quantity));
  return `${name}: ${quantity} bits`;
}

function registersAnswer(reader: PduReader, name: string, context: DissectionContext): string {
  const byteCount = reader.u8('Byte count');
  reader.group('Registers', byteCount, `${byteCount >> 1} registers`, (data, offset) => registerFields(data, offset, context.address));
  return `${name}: ${byteCount >> 1} registers`;
}

function writeMultiple(reader: PduReader, name: string, bits: boolean, direction: PduDirection): string {
  const address = reader.u16('Address', addressText);
  const quantity = reader.u16('Quantity');
  if (direction === 'request') {
    const byteCount = reader.u8('Byte count');
    reader.group('Values', byteCount, `${quantity} ${bits ? 'coils' : 'registers'}`, (data, offset) =>
      bits ? bitFields(data, offset, address, quantity) : registerFields(data, offset, address),
    );
  }
  return `${name} ${span(address, quantity)}`;
}

function bitFields(data: Uint8Array, offset: number, address: number | undefined, quantity: number): ModbusField[] {
  const fields: ModbusField[] = [];
  for (let i = 0; i < quantity && i >> 3 < data.length; i += 1) {
    const on = (((data[i >> 3] ?? 0) >> (i & 7)) & 1) === 1;
    fields.push({ name: `Bit ${place(address, i)}`, offset: offset + (i >> 3), length: 1, text: on ? '1 (on)' : '0 (off)' });
  }
  return fields;
}

function registerFields(data: Uint8Array, offset: number, address: number | undefined): ModbusField[] {
  const fields: ModbusField[] = [];
  for (let at = 0; at + 2 <= data.length; at += 2) {
    fields.push({ name: `Register ${place(address, at >> 1)}`, offset: offset + at, length: 2, text: registerText(readU16(data, at)) });
  }
  return fields;
}

function place(address: number | undefined, index: number): string {
  return address === undefined ? `+${index}` : String(address + index);
}

function span(address: number, quantity: number): string {
  return quantity <= 1 ? String(address) : `${address} to ${address + quantity - 1}`;
}

function addressText(value: number): string {
  return `${value} (0-based, 0x${value.toString(16).padStart(4, '0').toUpperCase()})`;
}

function registerText(value: number): string {
  return `${value} (0x${value.toString(16).padStart(4, '0').toUpperCase()})`;
}

function coilText(value: number): string {
  if (value === 0xff00) return 'on';
  return value === 0 ? 'off' : `0x${value.toString(16).padStart(4, '0').toUpperCase()} (neither on nor off)`;
}
