import { ASCII_AFTER, ASCII_BEFORE, encodeResponse, MBAP_HEADER_OCTETS, RTU_AFTER, RTU_BEFORE, sealAsciiFrame, sealMbapFrame, sealRtuFrame, type ModbusResponse } from '../../electron/stacks/modbus';

/** A server's answer as a whole MBAP frame. */
export function mbapAnswer(transactionId: number, unit: number, response: ModbusResponse): Uint8Array {
  const encoded = encodeResponse(response, MBAP_HEADER_OCTETS);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  sealMbapFrame(encoded.octets, transactionId, unit);
  return encoded.octets;
}

/** A server's answer as a whole RTU frame. */
export function rtuAnswer(unit: number, response: ModbusResponse): Uint8Array {
  const encoded = encodeResponse(response, RTU_BEFORE, RTU_AFTER);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  sealRtuFrame(encoded.octets, unit);
  return encoded.octets;
}

/** A server's answer as a whole ASCII frame. */
export function asciiAnswer(unit: number, response: ModbusResponse, delimiter?: number): Uint8Array {
  const encoded = encodeResponse(response, ASCII_BEFORE, ASCII_AFTER);
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return sealAsciiFrame(encoded.octets, unit, delimiter);
}

export function registers(...values: number[]): ModbusResponse {
  return { functionCode: 3, registers: Uint16Array.from(values) };
}
