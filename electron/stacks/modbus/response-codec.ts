import { octetsForBits, packBits, unpackBits } from './bits';
import type { Decoded, Encoded } from './decoded';
import { ADDRESS_SPACE, MAX_READ_BITS, MAX_READ_REGISTERS, MAX_WRITE_BITS, MAX_WRITE_REGISTERS } from './limits';
import { readU16, writeU16 } from './octets';
import { isException, type ModbusRequest, type ModbusResponse } from './pdu';
import { PDU_LENGTH_NEEDS_MORE, PDU_LENGTH_UNKNOWN, pduLength } from './pdu-length';

/** Encodes an answer's PDU, leaving `before` octets free ahead of it and `after` behind it. */
export function encodeResponse(response: ModbusResponse, before = 0, after = 0): Encoded {
  const reason = checkResponse(response);
  if (reason !== undefined) return { kind: 'invalid', reason };
  const octets = Buffer.allocUnsafe(before + responseSize(response) + after);
  if (isException(response)) {
    octets[before] = response.functionCode | 0x80;
    octets[before + 1] = response.exception;
    return { kind: 'octets', octets };
  }
  octets[before] = response.functionCode;
  switch (response.functionCode) {
    case 1:
    case 2:
      octets[before + 1] = octetsForBits(response.bits.length);
      packBits(response.bits, octets, before + 2);
      break;
    case 3:
    case 4:
      octets[before + 1] = 2 * response.registers.length;
      for (let i = 0; i < response.registers.length; i += 1) writeU16(octets, before + 2 + 2 * i, response.registers[i] ?? 0);
      break;
    case 5:
      writeU16(octets, before + 1, response.address);
      writeU16(octets, before + 3, response.value ? 0xff00 : 0);
      break;
    case 6:
      writeU16(octets, before + 1, response.address);
      writeU16(octets, before + 3, response.value);
      break;
    default:
      writeU16(octets, before + 1, response.address);
      writeU16(octets, before + 3, response.quantity);
  }
  return { kind: 'octets', octets };
}

/**
 * Decodes the answer's PDU that begins at `offset`, as a client does. `used` counts from there. Whether it answers a
 * request: see `mismatch`.
 */
export function decodeResponse(octets: Uint8Array, offset = 0): Decoded<ModbusResponse> {
  const available = octets.length - offset;
  const length = pduLength('response', octets, offset);
  if (length === PDU_LENGTH_NEEDS_MORE) return { kind: 'need-more', atLeast: 1 };
  if (length === PDU_LENGTH_UNKNOWN) return { kind: 'bad', reason: `function code ${octets[offset]} is not supported`, octets: octets.subarray(offset) };
  if (available < length) return { kind: 'need-more', atLeast: length - available };
  const response = readResponse(octets, offset);
  if (typeof response === 'string') return { kind: 'bad', reason: response, octets: octets.subarray(offset, offset + length) };
  return { kind: 'value', value: response, used: length };
}

/**
 * Why this answer cannot be the one to the request (other function, byte count, or echoed fields), or undefined.
 * An exception with the request's function code always can.
 */
export function mismatch(request: ModbusRequest, response: ModbusResponse): string | undefined {
  if (response.functionCode !== request.functionCode) return `it answers function ${response.functionCode}, not ${request.functionCode}`;
  if (isException(response)) return undefined;
  switch (response.functionCode) {
    case 1:
    case 2: {
      const wanted = 'quantity' in request ? octetsForBits(request.quantity) : 0;
      return response.bits.length === wanted * 8 ? undefined : `byte count ${response.bits.length / 8}, expected ${wanted}`;
    }
    case 3:
    case 4: {
      const wanted = 'quantity' in request ? request.quantity * 2 : 0;
      return response.registers.length * 2 === wanted ? undefined : `byte count ${response.registers.length * 2}, expected ${wanted}`;
    }
    case 5:
    case 6: {
      if (response.address !== request.address) return `it echoes address ${response.address}, not ${request.address}`;
      const wanted = 'value' in request ? request.value : undefined;
      return response.value === wanted ? undefined : `it echoes value ${String(response.value)}, not ${String(wanted)}`;
    }
    default: {
      if (response.address !== request.address) return `it echoes address ${response.address}, not ${request.address}`;
      const wanted = 'values' in request ? request.values.length : undefined;
      return response.quantity === wanted ? undefined : `it echoes quantity ${response.quantity}, not ${String(wanted)}`;
    }
  }
}

function checkResponse(response: ModbusResponse): string | undefined {
  if (isException(response)) {
    return within(response.functionCode, 1, 127) && within(response.exception, 0, 255) ? undefined : 'function code or exception code out of range';
  }
  switch (response.functionCode) {
    case 1:
    case 2:
      return within(response.bits.length, 1, MAX_READ_BITS) ? undefined : `${response.bits.length} bits in one answer; 1 to ${MAX_READ_BITS} are allowed`;
    case 3:
    case 4:
      return within(response.registers.length, 1, MAX_READ_REGISTERS)
        ? undefined
        : `${response.registers.length} registers in one answer; 1 to ${MAX_READ_REGISTERS} are allowed`;
    case 6:
      return within(response.value, 0, 0xffff) ? undefined : `register value ${response.value} is outside 0 to 65535`;
    default:
      return within(response.address, 0, ADDRESS_SPACE - 1) ? undefined : `address ${response.address} is outside 0 to 65535`;
  }
}

function within(value: number, least: number, greatest: number): boolean {
  return Number.isInteger(value) && value >= least && value <= greatest;
}

function responseSize(response: ModbusResponse): number {
  if (isException(response)) return 2;
  if ('bits' in response) return 2 + octetsForBits(response.bits.length);
  if ('registers' in response) return 2 + 2 * response.registers.length;
  return 5;
}

/** The fields of a complete PDU, or what is against the standard in it. */
function readResponse(octets: Uint8Array, offset: number): ModbusResponse | string {
  const functionCode = octets[offset] ?? 0;
  if (functionCode >= 0x80) {
    return functionCode === 0x80 ? 'an exception to function code 0' : { functionCode: functionCode & 0x7f, exception: octets[offset + 1] ?? 0 };
  }
  const byteCount = octets[offset + 1] ?? 0;
  const address = readU16(octets, offset + 1);
  const word = readU16(octets, offset + 3);
  switch (functionCode) {
    case 1:
    case 2:
      if (byteCount < 1 || byteCount > MAX_READ_BITS / 8) return `byte count ${byteCount}; 1 to ${MAX_READ_BITS / 8} are allowed`;
      return { functionCode, bits: unpackBits(octets, offset + 2, byteCount * 8) };
    case 3:
    case 4: {
      if (byteCount < 2 || byteCount % 2 !== 0 || byteCount > MAX_READ_REGISTERS * 2) return `byte count ${byteCount}; even, 2 to 250 is allowed`;
      const registers = new Uint16Array(byteCount / 2);
      for (let i = 0; i < registers.length; i += 1) registers[i] = readU16(octets, offset + 2 + 2 * i);
      return { functionCode, registers };
    }
    case 5:
      if (word !== 0 && word !== 0xff00) return `coil value 0x${word.toString(16).padStart(4, '0')}; only 0x0000 and 0xff00 are allowed`;
      return { functionCode, address, value: word === 0xff00 };
    case 6:
      return { functionCode, address, value: word };
    case 15:
      return word >= 1 && word <= MAX_WRITE_BITS ? { functionCode, address, quantity: word } : `quantity ${word}; 1 to ${MAX_WRITE_BITS} are allowed`;
    case 16:
      return word >= 1 && word <= MAX_WRITE_REGISTERS
        ? { functionCode, address, quantity: word }
        : `quantity ${word}; 1 to ${MAX_WRITE_REGISTERS} are allowed`;
    default:
      return `function code ${functionCode} is not supported`;
  }
}
