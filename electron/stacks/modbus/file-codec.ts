import { checkRegisters, within } from './field-checks';
import { MAX_FILE_READ_OCTETS, MAX_FILE_RECORD, MAX_FILE_WRITE_OCTETS } from './limits';
import { putU16, readRegisters, readU16 } from './octets';
import type { FileRecordSpan, FileRecordWrite, ModbusNormalResponse, ModbusRequest } from './pdu';

/** The octets behind the function code of functions 20 and 21 (V1.1b3, sections 6.14 and 6.15). */
type FileRequest = Extract<ModbusRequest, { readonly functionCode: 20 | 21 }>;
type FileResponse = Extract<ModbusNormalResponse, { readonly functionCode: 20 | 21 }>;

const REFERENCE_TYPE = 6;
/** Reference type, file, record, quantity. */
const SPAN_OCTETS = 7;

export function checkFileRequest(request: FileRequest): string | undefined {
  if (request.functionCode === 21) return checkWrites(request.records);
  if (request.records.length < 1 || request.records.length * SPAN_OCTETS > MAX_FILE_READ_OCTETS) return `${request.records.length} spans in one request; 1 to 35 are allowed`;
  let answer = 0;
  for (const span of request.records) {
    const reason = checkPlace(span.file, span.record, span.quantity);
    if (reason !== undefined) return reason;
    answer += 2 + 2 * span.quantity;
  }
  return answer <= MAX_FILE_READ_OCTETS ? undefined : `the answer would have ${answer} octets; ${MAX_FILE_READ_OCTETS} are allowed`;
}

export function fileRequestBody(request: FileRequest): number[] {
  if (request.functionCode === 21) return writesBody(request.records);
  const body = [request.records.length * SPAN_OCTETS];
  for (const { file, record, quantity } of request.records) {
    body.push(REFERENCE_TYPE);
    putU16(body, file, record, quantity);
  }
  return body;
}

/** `octets` begin with the function code and are as long as it says. */
export function readFileRequest(functionCode: 20 | 21, octets: Uint8Array): FileRequest | string {
  if (functionCode === 21) {
    const records = readWrites(octets);
    return typeof records === 'string' ? records : { functionCode, records };
  }
  const byteCount = octets[1] ?? 0;
  if (byteCount < SPAN_OCTETS || byteCount % SPAN_OCTETS !== 0) return `byte count ${byteCount}; a multiple of ${SPAN_OCTETS} is allowed`;
  const records: FileRecordSpan[] = [];
  for (let at = 2; at < octets.length; at += SPAN_OCTETS) {
    if (octets[at] !== REFERENCE_TYPE) return `reference type ${octets[at]}; only ${REFERENCE_TYPE} is defined`;
    records.push({ file: readU16(octets, at + 1), record: readU16(octets, at + 3), quantity: readU16(octets, at + 5) });
  }
  return { functionCode, records };
}

export function checkFileResponse(response: FileResponse): string | undefined {
  if (response.functionCode === 21) return checkWrites(response.records);
  const octets = response.records.reduce((sum, registers) => sum + 2 + 2 * registers.length, 0);
  if (response.records.some((registers) => !within(registers.length, 1, 127))) return 'a record without registers, or with too many';
  return within(octets, 4, MAX_FILE_READ_OCTETS) ? undefined : `${octets} octets of records in one answer; at most ${MAX_FILE_READ_OCTETS} are allowed`;
}

export function fileResponseBody(response: FileResponse): number[] {
  if (response.functionCode === 21) return writesBody(response.records);
  const body = [0];
  for (const registers of response.records) {
    body.push(1 + 2 * registers.length, REFERENCE_TYPE);
    putU16(body, ...registers);
  }
  body[0] = body.length - 1;
  return body;
}

/** `octets` begin with the function code and are as long as it says. */
export function readFileResponse(functionCode: 20 | 21, octets: Uint8Array): FileResponse | string {
  if (functionCode === 21) {
    const records = readWrites(octets);
    return typeof records === 'string' ? records : { functionCode, records };
  }
  const records: Uint16Array[] = [];
  for (let at = 2; at < octets.length; ) {
    const length = octets[at] ?? 0;
    if (length < 3 || length % 2 !== 1 || at + 1 + length > octets.length) return `a record of ${length} octets does not fit the answer`;
    if (octets[at + 1] !== REFERENCE_TYPE) return `reference type ${octets[at + 1]}; only ${REFERENCE_TYPE} is defined`;
    records.push(readRegisters(octets, at + 2, (length - 1) / 2));
    at += 1 + length;
  }
  return records.length > 0 ? { functionCode, records } : 'no record in the answer';
}

function checkWrites(records: readonly FileRecordWrite[]): string | undefined {
  let octets = 0;
  for (const { file, record, registers } of records) {
    const reason = checkPlace(file, record, registers.length) ?? checkRegisters(registers);
    if (reason !== undefined) return reason;
    octets += SPAN_OCTETS + 2 * registers.length;
  }
  return within(octets, SPAN_OCTETS + 2, MAX_FILE_WRITE_OCTETS) ? undefined : `${octets} octets of records in one request; 9 to ${MAX_FILE_WRITE_OCTETS} are allowed`;
}

function checkPlace(file: number, record: number, quantity: number): string | undefined {
  if (!within(file, 1, 0xffff)) return `file number ${file} is outside 1 to 65535`;
  if (!within(record, 0, MAX_FILE_RECORD)) return `record number ${record} is outside 0 to ${MAX_FILE_RECORD}`;
  if (!within(quantity, 1, 0xffff)) return `${quantity} registers of a file; at least 1 is needed`;
  return record + quantity > MAX_FILE_RECORD + 1 ? `${quantity} registers from record ${record} run past record ${MAX_FILE_RECORD}` : undefined;
}

function writesBody(records: readonly FileRecordWrite[]): number[] {
  const body = [0];
  for (const { file, record, registers } of records) {
    body.push(REFERENCE_TYPE);
    putU16(body, file, record, registers.length, ...Array.from(registers));
  }
  body[0] = body.length - 1;
  return body;
}

function readWrites(octets: Uint8Array): FileRecordWrite[] | string {
  const records: FileRecordWrite[] = [];
  for (let at = 2; at < octets.length; ) {
    const quantity = readU16(octets, at + 5);
    const end = at + SPAN_OCTETS + 2 * quantity;
    if (octets.length < at + SPAN_OCTETS || quantity < 1 || end > octets.length) return `${quantity} registers do not fit the byte count`;
    if (octets[at] !== REFERENCE_TYPE) return `reference type ${octets[at]}; only ${REFERENCE_TYPE} is defined`;
    records.push({ file: readU16(octets, at + 1), record: readU16(octets, at + 3), registers: readRegisters(octets, at + SPAN_OCTETS, quantity) });
    at = end;
  }
  return records.length > 0 ? records : 'no record in the request';
}
