import type { DeviceIdAccess, ModbusDeviceIdObject } from './device-identification';

/** The function codes held here; any other goes as a raw request. */
export type BitReadFunction = 1 | 2;
export type RegisterReadFunction = 3 | 4;
export type ModbusFunctionCode = BitReadFunction | RegisterReadFunction | 5 | 6 | 7 | 8 | 11 | 12 | 15 | 16 | 17 | 20 | 21 | 22 | 23 | 24 | 43;

/** A span of 16-bit records in a file (function 20): file 1 to 65535, record 0 to 9999, quantity from 1. */
export interface FileRecordSpan {
  readonly file: number;
  readonly record: number;
  readonly quantity: number;
}

/** Records written to a file (function 21), from this record number on. */
export interface FileRecordWrite {
  readonly file: number;
  readonly record: number;
  readonly registers: ArrayLike<number>;
}

/**
 * A function code that is not held here, or octets of one's own for one that is: its code (1 to 127) and the octets
 * behind it. The answer to a raw request is raw too, its octets as they came.
 */
export interface RawPdu {
  readonly functionCode: 'raw';
  readonly code: number;
  readonly data: Uint8Array;
}

/** A request that concerns the four tables from one address on. */
export type ModbusTableRequest =
  | { readonly functionCode: BitReadFunction | RegisterReadFunction; readonly address: number; readonly quantity: number }
  | { readonly functionCode: 5; readonly address: number; readonly value: boolean }
  | { readonly functionCode: 6; readonly address: number; readonly value: number }
  | { readonly functionCode: 15; readonly address: number; readonly values: ArrayLike<boolean> }
  | { readonly functionCode: 16; readonly address: number; readonly values: ArrayLike<number> }
  /** The register becomes (register AND `andMask`) OR (`orMask` AND NOT `andMask`). */
  | { readonly functionCode: 22; readonly address: number; readonly andMask: number; readonly orMask: number }
  /** Writes `values` from `writeAddress` on, then reads `quantity` registers from `address` on. */
  | { readonly functionCode: 23; readonly address: number; readonly quantity: number; readonly writeAddress: number; readonly values: ArrayLike<number> }
  /** Reads the queue whose count lies at this address, at most 31 registers; the queue keeps them. */
  | { readonly functionCode: 24; readonly address: number };

/** A request's protocol data unit. Addresses are 0-based as on the wire, 0 to 65535. */
export type ModbusRequest =
  | ModbusTableRequest
  /** Read exception status; get comm event counter; get comm event log; report server id. */
  | { readonly functionCode: 7 }
  | { readonly functionCode: 11 | 12 }
  | { readonly functionCode: 17 }
  /** Diagnostics: `data` has two octets, with sub-function 0 any even number. Sub-functions: `DIAGNOSTICS`. */
  | { readonly functionCode: 8; readonly subFunction: number; readonly data: Uint8Array }
  | { readonly functionCode: 20; readonly records: readonly FileRecordSpan[] }
  | { readonly functionCode: 21; readonly records: readonly FileRecordWrite[] }
  /** Read device identification (MEI type 14), from this object on. */
  | { readonly functionCode: 43; readonly access: DeviceIdAccess; readonly objectId: number }
  | RawPdu;

/** An answer that carries what was asked. Bits come in whole octets: the request's quantity says how many count. */
export type ModbusNormalResponse =
  | { readonly functionCode: BitReadFunction; readonly bits: readonly boolean[] }
  | { readonly functionCode: RegisterReadFunction | 23; readonly registers: Uint16Array }
  | { readonly functionCode: 24; readonly registers: Uint16Array }
  | { readonly functionCode: 5; readonly address: number; readonly value: boolean }
  | { readonly functionCode: 6; readonly address: number; readonly value: number }
  | { readonly functionCode: 15 | 16; readonly address: number; readonly quantity: number }
  | { readonly functionCode: 22; readonly address: number; readonly andMask: number; readonly orMask: number }
  /** Eight bits whose meaning the device defines. */
  | { readonly functionCode: 7; readonly status: number }
  | { readonly functionCode: 8; readonly subFunction: number; readonly data: Uint8Array }
  /** `busy`: the device still carries out a command accepted before (status word 0xffff). */
  | { readonly functionCode: 11; readonly busy: boolean; readonly eventCount: number }
  /** `events`: at most 64 octets, the newest first. */
  | { readonly functionCode: 12; readonly busy: boolean; readonly eventCount: number; readonly messageCount: number; readonly events: Uint8Array }
  /** The device defines the layout; most have an identifier, a run indicator (0 or 0xff) and text. */
  | { readonly functionCode: 17; readonly data: Uint8Array }
  /** The registers of each span asked for, in its order. */
  | { readonly functionCode: 20; readonly records: readonly Uint16Array[] }
  | { readonly functionCode: 21; readonly records: readonly FileRecordWrite[] }
  | DeviceIdResponse
  | RawPdu;

/** One answer of function 43/14. `conformity`: level 1 to 3, 0x80 added where single objects can be asked for. */
export interface DeviceIdResponse {
  readonly functionCode: 43;
  readonly access: DeviceIdAccess;
  readonly conformity: number;
  /** The object to ask for next where more follow, else undefined. */
  readonly nextObjectId: number | undefined;
  readonly objects: readonly ModbusDeviceIdObject[];
}

/** An exception answer: to which function code, and the exception code as received, also where V1.1b3 does not define it. */
export interface ModbusExceptionResponse {
  readonly functionCode: number;
  readonly exception: number;
}

export type ModbusResponse = ModbusNormalResponse | ModbusExceptionResponse;

/** Tells an exception answer from a normal one. */
export function isException(response: ModbusResponse): response is ModbusExceptionResponse {
  return 'exception' in response;
}

/** The function code on the wire, without the exception bit. */
export function functionCodeOf(pdu: ModbusRequest | ModbusResponse): number {
  return pdu.functionCode === 'raw' ? pdu.code : pdu.functionCode;
}
