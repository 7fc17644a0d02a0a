import { DIAGNOSTICS } from './diagnostics';
import { within } from './field-checks';
import { MAX_EVENTS, MAX_PDU_OCTETS } from './limits';
import { putU16, readU16 } from './octets';
import type { ModbusNormalResponse, ModbusRequest } from './pdu';

/** The octets behind the function code of functions 7, 8, 11, 12 and 17 (V1.1b3, sections 6.7 to 6.10 and 6.13). */
type DiagnosticRequest = Extract<ModbusRequest, { readonly functionCode: 8 }>;
type DiagnosticResponse = Extract<ModbusNormalResponse, { readonly functionCode: 7 | 8 | 11 | 12 | 17 }>;

const STATUS_BUSY = 0xffff;
const MAX_QUERY_DATA = MAX_PDU_OCTETS - 3;

/** Function 8 only: the others have no fields. */
export function checkDiagnosticRequest(request: DiagnosticRequest): string | undefined {
  return checkDiagnosticData(request.subFunction, request.data);
}

export function diagnosticRequestBody(request: DiagnosticRequest): number[] {
  const body: number[] = [];
  putU16(body, request.subFunction);
  body.push(...request.data);
  return body;
}

export function readDiagnosticRequest(octets: Uint8Array): DiagnosticRequest {
  return { functionCode: 8, subFunction: readU16(octets, 1), data: new Uint8Array(octets.subarray(3)) };
}

export function checkDiagnosticResponse(response: DiagnosticResponse): string | undefined {
  switch (response.functionCode) {
    case 7:
      return within(response.status, 0, 255) ? undefined : `exception status ${response.status} is outside 0 to 255`;
    case 8:
      return checkDiagnosticData(response.subFunction, response.data);
    case 17:
      return within(response.data.length, 1, MAX_PDU_OCTETS - 2) ? undefined : `${response.data.length} octets of server id; 1 to ${MAX_PDU_OCTETS - 2} are allowed`;
    default: {
      if (!within(response.eventCount, 0, 0xffff)) return `event count ${response.eventCount} is outside 0 to 65535`;
      if (response.functionCode === 11) return undefined;
      if (!within(response.messageCount, 0, 0xffff)) return `message count ${response.messageCount} is outside 0 to 65535`;
      return response.events.length <= MAX_EVENTS ? undefined : `${response.events.length} events; at most ${MAX_EVENTS} are allowed`;
    }
  }
}

export function diagnosticResponseBody(response: DiagnosticResponse): number[] {
  const body: number[] = [];
  switch (response.functionCode) {
    case 7:
      return [response.status];
    case 8:
      putU16(body, response.subFunction);
      body.push(...response.data);
      return body;
    case 17:
      return [response.data.length, ...response.data];
    case 11:
      putU16(body, response.busy ? STATUS_BUSY : 0, response.eventCount);
      return body;
    default:
      body.push(6 + response.events.length);
      putU16(body, response.busy ? STATUS_BUSY : 0, response.eventCount, response.messageCount);
      body.push(...response.events);
      return body;
  }
}

/** `octets` begin with the function code and are as long as it says. */
export function readDiagnosticResponse(functionCode: 7 | 8 | 11 | 12 | 17, octets: Uint8Array): DiagnosticResponse | string {
  switch (functionCode) {
    case 7:
      return { functionCode, status: octets[1] ?? 0 };
    case 8:
      return { functionCode, subFunction: readU16(octets, 1), data: new Uint8Array(octets.subarray(3)) };
    case 17:
      return octets.length > 2 ? { functionCode, data: new Uint8Array(octets.subarray(2)) } : 'byte count 0; a server id has at least one octet';
    case 11:
      return { functionCode, busy: readU16(octets, 1) !== 0, eventCount: readU16(octets, 3) };
    default: {
      const byteCount = octets[1] ?? 0;
      if (byteCount < 6 || byteCount > 6 + MAX_EVENTS) return `byte count ${byteCount}; 6 to ${6 + MAX_EVENTS} are allowed`;
      return { functionCode, busy: readU16(octets, 2) !== 0, eventCount: readU16(octets, 4), messageCount: readU16(octets, 6), events: new Uint8Array(octets.subarray(8)) };
    }
  }
}

function checkDiagnosticData(subFunction: number, data: Uint8Array): string | undefined {
  if (!within(subFunction, 0, 0xffff)) return `sub-function ${subFunction} is outside 0 to 65535`;
  if (subFunction !== DIAGNOSTICS.returnQueryData) return data.length === 2 ? undefined : `${data.length} octets of data; sub-function ${subFunction} has 2`;
  if (data.length < 2 || data.length % 2 !== 0 || data.length > MAX_QUERY_DATA) return `${data.length} octets of query data; an even number from 2 to ${MAX_QUERY_DATA} is allowed`;
  return undefined;
}
