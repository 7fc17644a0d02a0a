import { octetsForBits, packBits, unpackBits } from './bits';
import type { Decoded, Encoded } from './decoded';
import { checkDeviceIdRequest, deviceIdRequestBody, readDeviceIdRequest } from './device-id-codec';
import { checkDiagnosticRequest, diagnosticRequestBody, readDiagnosticRequest } from './diagnostic-codec';
import { checkAddress, checkRegisters, checkSpan, within } from './field-checks';
import { checkFileRequest, fileRequestBody, readFileRequest } from './file-codec';
import { MAX_PDU_OCTETS, MAX_READ_BITS, MAX_READ_REGISTERS, MAX_WRITE_BITS, MAX_WRITE_REGISTERS } from './limits';
import { readRegisters, readU16, writeU16 } from './octets';
import { functionCodeOf, type ModbusRequest } from './pdu';
import { PDU_LENGTH_NEEDS_MORE, PDU_LENGTH_UNKNOWN, pduLength } from './pdu-length';
import { checkRegisterRequest, readRegisterRequest, registerRequestBody } from './register-codec';

/** The requests that every poll and write consists of; they are encoded in place. */
type CommonRequest = Extract<ModbusRequest, { readonly functionCode: 1 | 2 | 3 | 4 | 5 | 6 | 15 | 16 }>;
type OtherRequest = Exclude<ModbusRequest, CommonRequest>;

/**
 * Encodes a request's PDU (V1.1b3, section 6), leaving `before` octets free ahead of it and `after` behind it for a
 * frame. 'invalid' when a limit of the standard is broken.
 */
export function encodeRequest(request: ModbusRequest, before = 0, after = 0): Encoded {
  const reason = checkRequest(request);
  if (reason !== undefined) return { kind: 'invalid', reason };
  if (isCommon(request)) return { kind: 'octets', octets: encodeCommon(request, before, after) };
  const body = otherBody(request);
  const octets = Buffer.allocUnsafe(before + 1 + body.length + after);
  octets[before] = functionCodeOf(request);
  octets.set(body, before + 1);
  return { kind: 'octets', octets };
}

/**
 * Decodes a request's PDU from the octets' start, as a server does. Quantities and byte counts are checked. A function
 * code that is not held here is a raw request of all the octets; so is function 8 with more than two octets of query data.
 */
export function decodeRequest(octets: Uint8Array): Decoded<ModbusRequest> {
  const functionCode = octets[0] ?? 0;
  const length = functionCode === 8 && octets.length > 5 ? octets.length : pduLength('request', octets, 0);
  if (length === PDU_LENGTH_NEEDS_MORE) return { kind: 'need-more', atLeast: 1 };
  if (length === PDU_LENGTH_UNKNOWN) return decodeRawRequest(functionCode, octets);
  if (octets.length < length) return { kind: 'need-more', atLeast: length - octets.length };
  const own = octets.subarray(0, length);
  const request = readRequest(own);
  if (typeof request === 'string') return { kind: 'bad', reason: request, octets: own };
  const reason = checkRequest(request);
  return reason === undefined ? { kind: 'value', value: request, used: length } : { kind: 'bad', reason, octets: own };
}

/** What breaks the standard's limits in a request, or undefined. */
export function checkRequest(request: ModbusRequest): string | undefined {
  switch (request.functionCode) {
    case 1:
    case 2:
      return checkAddress(request.address) ?? checkSpan(request.address, request.quantity, MAX_READ_BITS, 'bits');
    case 3:
    case 4:
      return checkAddress(request.address) ?? checkSpan(request.address, request.quantity, MAX_READ_REGISTERS, 'registers');
    case 5:
      return checkAddress(request.address);
    case 6:
      return checkAddress(request.address) ?? checkRegisters([request.value]);
    case 15:
      return checkAddress(request.address) ?? checkSpan(request.address, request.values.length, MAX_WRITE_BITS, 'coils');
    case 16:
      return checkAddress(request.address) ?? checkSpan(request.address, request.values.length, MAX_WRITE_REGISTERS, 'registers') ?? checkRegisters(request.values);
    case 7:
    case 11:
    case 12:
    case 17:
      return undefined;
    case 8:
      return checkDiagnosticRequest(request);
    case 20:
    case 21:
      return checkFileRequest(request);
    case 22:
    case 23:
    case 24:
      return checkRegisterRequest(request);
    case 43:
      return checkDeviceIdRequest(request);
    case 'raw':
      if (!within(request.code, 1, 127)) return `function code ${request.code} is outside 1 to 127`;
      return request.data.length < MAX_PDU_OCTETS ? undefined : `${request.data.length} octets behind the function code; at most ${MAX_PDU_OCTETS - 1} are allowed`;
    default:
      return 'the function code is not known';
  }
}

function isCommon(request: ModbusRequest): request is CommonRequest {
  return request.functionCode !== 'raw' && (request.functionCode <= 6 || request.functionCode === 15 || request.functionCode === 16);
}

function encodeCommon(request: CommonRequest, before: number, after: number): Uint8Array {
  const octets = Buffer.allocUnsafe(before + commonSize(request) + after);
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
  return octets;
}

function commonSize(request: CommonRequest): number {
  if (request.functionCode === 15) return 6 + octetsForBits(request.values.length);
  if (request.functionCode === 16) return 6 + 2 * request.values.length;
  return 5;
}

/** The octets behind the function code. */
function otherBody(request: OtherRequest): ArrayLike<number> {
  switch (request.functionCode) {
    case 8:
      return diagnosticRequestBody(request);
    case 20:
    case 21:
      return fileRequestBody(request);
    case 22:
    case 23:
    case 24:
      return registerRequestBody(request);
    case 43:
      return deviceIdRequestBody(request);
    case 'raw':
      return request.data;
    default:
      return [];
  }
}

function decodeRawRequest(functionCode: number, octets: Uint8Array): Decoded<ModbusRequest> {
  if (!within(functionCode, 1, 127)) return { kind: 'bad', reason: `function code ${functionCode} is outside 1 to 127`, octets };
  return { kind: 'value', value: { functionCode: 'raw', code: functionCode, data: new Uint8Array(octets.subarray(1)) }, used: octets.length };
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
    case 7:
    case 11:
    case 12:
    case 17:
      return { functionCode };
    case 8:
      return readDiagnosticRequest(octets);
    case 15: {
      const byteCount = octets[5] ?? 0;
      if (word < 1 || byteCount !== octetsForBits(word)) return `byte count ${byteCount} does not fit ${word} coils`;
      return { functionCode, address, values: unpackBits(octets, 6, word) };
    }
    case 16: {
      const byteCount = octets[5] ?? 0;
      if (word < 1 || byteCount !== word * 2) return `byte count ${byteCount} does not fit ${word} registers`;
      return { functionCode, address, values: readRegisters(octets, 6, word) };
    }
    case 20:
    case 21:
      return readFileRequest(functionCode, octets);
    case 22:
    case 23:
    case 24:
      return readRegisterRequest(functionCode, octets);
    case 43:
      return readDeviceIdRequest(octets);
    default:
      return `function code ${String(functionCode)} is not known`;
  }
}
