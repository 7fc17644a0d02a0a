import { octetsForBits, packBits, unpackBits } from './bits';
import type { Decoded, Encoded } from './decoded';
import { checkDeviceIdResponse, deviceIdResponseBody, readDeviceIdResponse } from './device-id-codec';
import { checkDiagnosticResponse, diagnosticResponseBody, readDiagnosticResponse } from './diagnostic-codec';
import { checkAddress, within } from './field-checks';
import { checkFileResponse, fileResponseBody, readFileResponse } from './file-codec';
import { MAX_PDU_OCTETS, MAX_READ_BITS, MAX_READ_REGISTERS, MAX_WRITE_BITS, MAX_WRITE_REGISTERS } from './limits';
import { readRegisters, readU16, writeU16 } from './octets';
import { functionCodeOf, isException, type ModbusNormalResponse, type ModbusRequest, type ModbusResponse } from './pdu';
import { PDU_LENGTH_NEEDS_MORE, PDU_LENGTH_UNKNOWN, pduLength } from './pdu-length';
import { checkRegisterResponse, readRegisterResponse, registerResponseBody } from './register-codec';

/** The answers that every poll and write gets; they are encoded in place. */
type CommonResponse = Extract<ModbusNormalResponse, { readonly functionCode: 1 | 2 | 3 | 4 | 5 | 6 | 15 | 16 | 23 }>;
type OtherResponse = Exclude<ModbusNormalResponse, CommonResponse>;

/** Encodes an answer's PDU, leaving `before` octets free ahead of it and `after` behind it. */
export function encodeResponse(response: ModbusResponse, before = 0, after = 0): Encoded {
  const reason = checkResponse(response);
  if (reason !== undefined) return { kind: 'invalid', reason };
  if (isException(response)) {
    const octets = Buffer.allocUnsafe(before + 2 + after);
    octets[before] = response.functionCode | 0x80;
    octets[before + 1] = response.exception;
    return { kind: 'octets', octets };
  }
  if (isCommon(response)) return { kind: 'octets', octets: encodeCommon(response, before, after) };
  const body = otherBody(response);
  const octets = Buffer.allocUnsafe(before + 1 + body.length + after);
  octets[before] = functionCodeOf(response);
  octets.set(body, before + 1);
  return { kind: 'octets', octets };
}

/**
 * Decodes the answer's PDU that begins at `offset`, as a client does. `used` counts from there. With a `request` the octets
 * are taken to be a whole PDU: the answer to a raw one, a query of diagnostics longer than two octets, an identification.
 * Whether it answers a request: see `mismatch`.
 */
export function decodeResponse(octets: Uint8Array, offset = 0, request?: ModbusRequest): Decoded<ModbusResponse> {
  const available = octets.length - offset;
  const first = octets[offset];
  if (first === undefined) return { kind: 'need-more', atLeast: 1 };
  if (request?.functionCode === 'raw' && first < 0x80) {
    return { kind: 'value', value: { functionCode: 'raw', code: first, data: new Uint8Array(octets.subarray(offset + 1)) }, used: available };
  }
  const length = answerLength(octets, offset, request);
  if (length === PDU_LENGTH_NEEDS_MORE) return { kind: 'need-more', atLeast: 1 };
  if (length === PDU_LENGTH_UNKNOWN) return { kind: 'bad', reason: `function code ${first} is not supported`, octets: octets.subarray(offset) };
  if (available < length) return { kind: 'need-more', atLeast: length - available };
  const response = readResponse(octets, offset, length);
  if (typeof response === 'string') return { kind: 'bad', reason: response, octets: octets.subarray(offset, offset + length) };
  return { kind: 'value', value: response, used: length };
}

/** Where the request is known the octets are a whole PDU, which tells more than its function code does. */
function answerLength(octets: Uint8Array, offset: number, request: ModbusRequest | undefined): number {
  const first = octets[offset];
  if (request?.functionCode === 8 && first === 8) return 3 + request.data.length;
  return request?.functionCode === 43 && first === 43 ? octets.length - offset : pduLength('response', octets, offset);
}

function checkResponse(response: ModbusResponse): string | undefined {
  if (isException(response)) {
    return within(response.functionCode, 0, 127) && within(response.exception, 0, 255) ? undefined : 'function code or exception code out of range';
  }
  switch (response.functionCode) {
    case 1:
    case 2:
      return within(response.bits.length, 1, MAX_READ_BITS) ? undefined : `${response.bits.length} bits in one answer; 1 to ${MAX_READ_BITS} are allowed`;
    case 3:
    case 4:
    case 23:
      return within(response.registers.length, 1, MAX_READ_REGISTERS)
        ? undefined
        : `${response.registers.length} registers in one answer; 1 to ${MAX_READ_REGISTERS} are allowed`;
    case 5:
      return checkAddress(response.address);
    case 6:
      return checkAddress(response.address) ?? (within(response.value, 0, 0xffff) ? undefined : `register value ${response.value} is outside 0 to 65535`);
    case 15:
    case 16:
      return checkAddress(response.address) ?? (within(response.quantity, 1, 0xffff) ? undefined : `quantity ${response.quantity} is outside 1 to 65535`);
    case 7:
    case 8:
    case 11:
    case 12:
    case 17:
      return checkDiagnosticResponse(response);
    case 20:
    case 21:
      return checkFileResponse(response);
    case 22:
    case 24:
      return checkRegisterResponse(response);
    case 43:
      return checkDeviceIdResponse(response);
    default:
      return within(response.code, 1, 127) && response.data.length < MAX_PDU_OCTETS ? undefined : `function code ${response.code} with ${response.data.length} octets cannot be sent`;
  }
}

function isCommon(response: ModbusNormalResponse): response is CommonResponse {
  const { functionCode } = response;
  return functionCode !== 'raw' && (functionCode <= 6 || functionCode === 15 || functionCode === 16 || functionCode === 23);
}

function encodeCommon(response: CommonResponse, before: number, after: number): Uint8Array {
  const octets = Buffer.allocUnsafe(before + commonSize(response) + after);
  octets[before] = response.functionCode;
  switch (response.functionCode) {
    case 1:
    case 2:
      octets[before + 1] = octetsForBits(response.bits.length);
      packBits(response.bits, octets, before + 2);
      break;
    case 3:
    case 4:
    case 23:
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
  return octets;
}

function commonSize(response: CommonResponse): number {
  if ('bits' in response) return 2 + octetsForBits(response.bits.length);
  if ('registers' in response) return 2 + 2 * response.registers.length;
  return 5;
}

/** The octets behind the function code. */
function otherBody(response: OtherResponse): ArrayLike<number> {
  switch (response.functionCode) {
    case 20:
    case 21:
      return fileResponseBody(response);
    case 22:
    case 24:
      return registerResponseBody(response);
    case 43:
      return deviceIdResponseBody(response);
    case 'raw':
      return response.data;
    default:
      return diagnosticResponseBody(response);
  }
}

/** The fields of a complete PDU, or what is against the standard in it. */
function readResponse(octets: Uint8Array, offset: number, length: number): ModbusResponse | string {
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
    case 4:
    case 23:
      if (byteCount < 2 || byteCount % 2 !== 0 || byteCount > MAX_READ_REGISTERS * 2) return `byte count ${byteCount}; even, 2 to 250 is allowed`;
      return { functionCode, registers: readRegisters(octets, offset + 2, byteCount / 2) };
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
      return readOther(functionCode, octets.subarray(offset, offset + length));
  }
}

function readOther(functionCode: number, octets: Uint8Array): ModbusResponse | string {
  switch (functionCode) {
    case 7:
    case 8:
    case 11:
    case 12:
    case 17:
      return readDiagnosticResponse(functionCode, octets);
    case 20:
    case 21:
      return readFileResponse(functionCode, octets);
    case 22:
    case 24:
      return readRegisterResponse(functionCode, octets);
    case 43:
      return readDeviceIdResponse(octets);
    default:
      return `function code ${functionCode} is not supported`;
  }
}
