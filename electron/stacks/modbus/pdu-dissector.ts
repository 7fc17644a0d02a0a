import type { ModbusField } from './dissection';
import { dissectDeviceId, dissectDiagnostics, dissectFile } from './other-dissectors';
import { exceptionName } from './exceptions';
import { addressText, bitFields, coilText, registerFields, registerText, span } from './field-texts';
import { functionName } from './function-names';
import type { PduDirection } from './pdu-length';
import { PduReader } from './pdu-reader';

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
  /** Registers and bits are not taken apart one by one. */
  readonly brief?: boolean;
}

/** Takes a PDU apart whose first octet is octet `base` of its frame. */
export function dissectPdu(octets: Uint8Array, base: number, direction: PduDirection, context: DissectionContext = {}): PduDissection {
  const reader = new PduReader(octets, base, context.brief === true);
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
  const asked = direction === 'request';
  switch (functionCode) {
    case 1:
    case 2:
      return asked ? readRequest(reader, name) : bitsAnswer(reader, name, context);
    case 3:
    case 4:
      return asked ? readRequest(reader, name) : registersAnswer(reader, name, context);
    case 5: {
      const address = reader.u16('Address', addressText);
      return `${name} ${address} = ${coilText(reader.u16('Value', coilText))}`;
    }
    case 6: {
      const address = reader.u16('Address', addressText);
      return `${name} ${address} = ${reader.u16('Value', registerText)}`;
    }
    case 15:
    case 16:
      return writeMultiple(reader, name, functionCode === 15, direction);
    case 22: {
      const address = reader.u16('Address', addressText);
      const and = reader.u16('AND mask', registerText);
      return `${name} ${address}: AND ${registerText(and)}, OR ${registerText(reader.u16('OR mask', registerText))}`;
    }
    case 23:
      return asked ? readWrite(reader, name) : registersAnswer(reader, name, context);
    case 24:
      return asked ? `${name} at ${reader.u16('Address', addressText)}` : queueAnswer(reader, name);
    case 20:
    case 21:
      return dissectFile(reader, name, functionCode, direction);
    case 43:
      return dissectDeviceId(reader, name, direction);
    default:
      return dissectDiagnostics(reader, name, functionCode, direction);
  }
}

function readRequest(reader: PduReader, name: string): string {
  const address = reader.u16('Address', addressText);
  return `${name} ${span(address, reader.u16('Quantity'))}`;
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

function readWrite(reader: PduReader, name: string): string {
  const address = reader.u16('Read address', addressText);
  const quantity = reader.u16('Quantity to read');
  const writeAddress = reader.u16('Write address', addressText);
  const written = reader.u16('Quantity to write');
  const byteCount = reader.u8('Byte count');
  reader.group('Values', byteCount, `${written} registers`, (data, offset) => registerFields(data, offset, writeAddress));
  return `${name}: reads ${span(address, quantity)}, writes ${span(writeAddress, written)}`;
}

function queueAnswer(reader: PduReader, name: string): string {
  reader.u16('Byte count');
  const count = reader.u16('Count');
  reader.group('Registers', 2 * count, `${count} registers`, (data, offset) => registerFields(data, offset, undefined));
  return `${name}: ${count} registers`;
}
