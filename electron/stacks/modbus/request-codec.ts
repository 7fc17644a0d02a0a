import { octetsForBits, packBits, unpackBits } from './bits';
import type { Decoded, Encoded } from './decoded';
import { ADDRESS_SPACE, MAX_READ_BITS, MAX_READ_REGISTERS, MAX_WRITE_BITS, MAX_WRITE_REGISTERS } from './limits';
import { readU16, writeU16 } from './octets';
import type { ModbusRequest } from './pdu';
import { PDU_LENGTH_NEEDS_MORE, PDU_LENGTH_UNKNOWN, pduLength } from './pdu-length';

/**
 * Encodes a request's PDU (V1.1b3, section 6), leaving `before` octets free ahead of it and `after` behind it for a
 * frame. 'invalid' when a limit of the standard is broken.
 */
export function encodeRequest(request: ModbusRequest, before = 0, after = 0): Encoded {
  const reason = checkRequest(request);
  if (reason !== undefined) return { kind: 'invalid', reason };
  const octets = Buffer.allocUnsafe(before + requestSize(request) + after);
  octets[before] = request.functionCode;
  writeU16(octets, before + 1, request.address);
  switch (request.functionCode) {
    case 5:
      writeU16(octets, before + 3, request.value ? 0xff00 : 0);
      break;
    case 6:
      writeU16(octets, before + 3, request.value);
      break;
    case 15:
      writeU16(octets, before + 3, request.values.length);
      octets[before + 5] = octetsForBits(request.values.length);
      packBits(request.values, octets, before + 6);
      break;
    case 16:
      writeU16(octets, before + 3, request.values.length);
      octets[before + 5] = request.values.length * 2;
      for (let i = 0; i < request.values.length; i += 1) writeU16(octets, before + 6 + 2 * i, request.values[i] ?? 0);
      break;
    default:
      writeU16(octets, before + 3, request.quantity);
  }
  return { kind: 'octets', octets };
}

/** Decodes a request's PDU from the octets' start, as a server does. Quantities and byte counts are checked. */
export function decodeRequest(octets: Uint8Array): Decoded<ModbusRequest> {
  const length = pduLength('request', octets, 0);
  if (length === PDU_LENGTH_NEEDS_MORE) return { kind: 'need-more', atLeast: 1 };
  if (length === PDU_LENGTH_UNKNOWN) return { kind: 'bad', reason: `function code ${octets[0]} is not supported`, octets };
  if (octets.length < length) return { kind: 'need-more', atLeast: length - octets.length };
  const request = readRequest(octets);
  if (typeof request === 'string') return { kind: 'bad', reason: request, octets: octets.subarray(0, length) };
  const reason = checkRequest(request);
  return reason === undefined ? { kind: 'value', value: request, used: length } : { kind: 'bad', reason, octets: octets.subarray(0, length) };
}

/** What breaks the standard's limits in a request, or undefined. */
export function checkRequest(request: ModbusRequest): string | undefined {
  const { functionCode, address } = request;
  if (!Number.isInteger(address) || address < 0 || address >= ADDRESS_SPACE) return `address ${address} is outside 0 to 65535`;
  switch (functionCode) {
    case 1:
    case 2:
      return checkQuantity(address, request.quantity, MAX_READ_BITS, 'bits');
    case 3:
    case 4:
      return checkQuantity(address, request.quantity, MAX_READ_REGISTERS, 'registers');
    case 5:
      return undefined;
    case 6:
      return checkRegister(request.value, 0);
    case 15:
      return checkQuantity(address, request.values.length, MAX_WRITE_BITS, 'coils');
    case 16: {
      const reason = checkQuantity(address, request.values.length, MAX_WRITE_REGISTERS, 'registers');
      if (reason !== undefined) return reason;
      for (let i = 0; i < request.values.length; i += 1) {
        const bad = checkRegister(request.values[i], i);
        if (bad !== undefined) return bad;
      }
      return undefined;
    }
    default:
      return `function code ${String(functionCode)} is not supported`;
  }
}

function checkQuantity(address: number, quantity: number, most: number, what: string): string | undefined {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > most) return `${quantity} ${what} in one request; 1 to ${most} are allowed`;
  if (address + quantity > ADDRESS_SPACE) return `${quantity} ${what} from address ${address} run past address 65535`;
  return undefined;
}

function checkRegister(value: number | undefined, index: number): string | undefined {
  if (value !== undefined && Number.isInteger(value) && value >= 0 && value <= 0xffff) return undefined;
  return `register value ${String(value)} at position ${index} is outside 0 to 65535`;
}

function requestSize(request: ModbusRequest): number {
  if (request.functionCode === 15) return 6 + octetsForBits(request.values.length);
  if (request.functionCode === 16) return 6 + 2 * request.values.length;
  return 5;
}

/** The fields of a complete PDU, or what contradicts itself in it. */
function readRequest(octets: Uint8Array): ModbusRequest | string {
  const functionCode = octets[0];
  const address = readU16(octets, 1);
  const word = readU16(octets, 3);
  switch (functionCode) {
    case 1:
    case 2:
    case 3:
    case 4:
      return { functionCode, address, quantity: word };
    case 5:
      if (word !== 0 && word !== 0xff00) return `coil value 0x${word.toString(16).padStart(4, '0')}; only 0x0000 and 0xff00 are allowed`;
      return { functionCode, address, value: word === 0xff00 };
    case 6:
      return { functionCode, address, value: word };
    case 15: {
      const byteCount = octets[5] ?? 0;
      if (word < 1 || byteCount !== octetsForBits(word)) return `byte count ${byteCount} does not fit ${word} coils`;
      return { functionCode, address, values: unpackBits(octets, 6, word) };
    }
    case 16: {
      const byteCount = octets[5] ?? 0;
      if (word < 1 || byteCount !== word * 2) return `byte count ${byteCount} does not fit ${word} registers`;
      const values = new Uint16Array(word);
      for (let i = 0; i < word; i += 1) values[i] = readU16(octets, 6 + 2 * i);
      return { functionCode, address, values };
    }
    default:
      return `function code ${String(functionCode)} is not supported`;
  }
}
