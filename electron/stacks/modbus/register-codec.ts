import { checkAddress, checkRegisters, checkSpan, within } from './field-checks';
import { MAX_FIFO_REGISTERS, MAX_READ_REGISTERS, MAX_READ_WRITE_REGISTERS } from './limits';
import { putU16, readRegisters, readU16 } from './octets';
import type { ModbusNormalResponse, ModbusRequest } from './pdu';

/** The octets behind the function code of functions 22 to 24 (V1.1b3, sections 6.16 to 6.18). */
type RegisterRequest = Extract<ModbusRequest, { readonly functionCode: 22 | 23 | 24 }>;
type RegisterResponse = Extract<ModbusNormalResponse, { readonly functionCode: 22 | 24 }>;

export function checkRegisterRequest(request: RegisterRequest): string | undefined {
  const reason = checkAddress(request.address);
  if (reason !== undefined) return reason;
  if (request.functionCode === 22) return checkRegisters([request.andMask, request.orMask]);
  if (request.functionCode === 24) return undefined;
  return (
    checkSpan(request.address, request.quantity, MAX_READ_REGISTERS, 'registers') ??
    checkAddress(request.writeAddress) ??
    checkSpan(request.writeAddress, request.values.length, MAX_READ_WRITE_REGISTERS, 'registers to write') ??
    checkRegisters(request.values)
  );
}

export function registerRequestBody(request: RegisterRequest): number[] {
  const body: number[] = [];
  putU16(body, request.address);
  if (request.functionCode === 22) putU16(body, request.andMask, request.orMask);
  if (request.functionCode === 23) {
    putU16(body, request.quantity, request.writeAddress, request.values.length);
    body.push(2 * request.values.length);
    putU16(body, ...Array.from(request.values));
  }
  return body;
}

/** `octets` begin with the function code and are as long as it says. */
export function readRegisterRequest(functionCode: 22 | 23 | 24, octets: Uint8Array): RegisterRequest | string {
  const address = readU16(octets, 1);
  if (functionCode === 22) return { functionCode, address, andMask: readU16(octets, 3), orMask: readU16(octets, 5) };
  if (functionCode === 24) return { functionCode, address };
  const written = readU16(octets, 7);
  const byteCount = octets[9] ?? 0;
  if (written < 1 || byteCount !== 2 * written) return `byte count ${byteCount} does not fit ${written} registers`;
  return { functionCode, address, quantity: readU16(octets, 3), writeAddress: readU16(octets, 5), values: readRegisters(octets, 10, written) };
}

export function checkRegisterResponse(response: RegisterResponse): string | undefined {
  if (response.functionCode === 22) return checkAddress(response.address) ?? checkRegisters([response.andMask, response.orMask]);
  return within(response.registers.length, 0, MAX_FIFO_REGISTERS) ? undefined : `${response.registers.length} registers in a queue; at most ${MAX_FIFO_REGISTERS} are allowed`;
}

export function registerResponseBody(response: RegisterResponse): number[] {
  const body: number[] = [];
  if (response.functionCode === 22) putU16(body, response.address, response.andMask, response.orMask);
  else putU16(body, 2 + 2 * response.registers.length, response.registers.length, ...response.registers);
  return body;
}

export function readRegisterResponse(functionCode: 22 | 24, octets: Uint8Array): RegisterResponse | string {
  if (functionCode === 22) return { functionCode, address: readU16(octets, 1), andMask: readU16(octets, 3), orMask: readU16(octets, 5) };
  const byteCount = readU16(octets, 1);
  const count = readU16(octets, 3);
  if (count > MAX_FIFO_REGISTERS || byteCount !== 2 + 2 * count) return `byte count ${byteCount} and count ${count}; a queue has at most ${MAX_FIFO_REGISTERS} registers`;
  return { functionCode, registers: readRegisters(octets, 5, count) };
}
