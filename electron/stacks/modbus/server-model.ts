import type { BusEvents } from './bus-events';
import type { ModbusDeviceIdObject } from './device-identification';
import type { ModbusExceptionCode } from './exceptions';
import type { FileRecordSpan, FileRecordWrite, ModbusExceptionResponse, ModbusRequest, ModbusResponse } from './pdu';
import type { UnitEvents } from './unit-events';

/** A model's refusal: becomes the exception answer. */
export interface ModbusRefusal {
  readonly exception: ModbusExceptionCode;
}

export type BitTable = 'coils' | 'discrete-inputs';
export type RegisterTable = 'holding-registers' | 'input-registers';

/**
 * One unit's data. Called with quantities inside the standard's limits and addresses whose end is at most 65536.
 * A function whose member is absent is answered with exception 1.
 */
export interface ModbusUnitModel {
  readBits(table: BitTable, address: number, quantity: number): ArrayLike<boolean> | ModbusRefusal;
  readRegisters(table: RegisterTable, address: number, quantity: number): ArrayLike<number> | ModbusRefusal;
  writeCoils(address: number, values: ArrayLike<boolean>): ModbusRefusal | undefined;
  writeRegisters(address: number, values: ArrayLike<number>): ModbusRefusal | undefined;
  /** Function 22; where absent it is a read and a write of the holding register. */
  maskWrite?(address: number, andMask: number, orMask: number): ModbusRefusal | undefined;
  /** Function 7: eight bits. */
  readExceptionStatus?(): number | ModbusRefusal;
  /** Counters of this unit: functions 8, 11 and 12 answer from them. */
  readonly events?: UnitEvents;
  /** Function 17: what stands behind the byte count, at most 251 octets. */
  reportServerId?(): Uint8Array | ModbusRefusal;
  /** Function 20, a span at a time; together they fit an answer. */
  readFile?(span: FileRecordSpan): ArrayLike<number> | ModbusRefusal;
  /** Function 21: all or, refusing, none. */
  writeFile?(records: readonly FileRecordWrite[]): ModbusRefusal | undefined;
  /** Function 24: the queue at this address, at most 31 registers; more is answered with exception 3. */
  readFifo?(address: number): ArrayLike<number> | ModbusRefusal;
  /** Function 43/14: all objects, in the order of their identifiers. */
  readonly deviceIdentification?: readonly ModbusDeviceIdObject[];
  /** Any other function code: the octets behind it, and those of the answer, at most 252; undefined keeps silent. */
  custom?(code: number, data: Uint8Array): Uint8Array | ModbusRefusal | undefined;
}

/** What a server serves: one unit or many. */
export interface ModbusServerModel {
  /** What all units of the line heard; sessions count into it. */
  readonly bus?: BusEvents;
  /** Whether the unit is here. On a serial line what is asked of others is passed over in silence. */
  serves(unit: number): boolean;
  /**
   * Answers one request: `reply` at once or later, once. Replying undefined keeps silent.
   * On serial lines unit 0 is a broadcast: it is handed over whatever `serves` says, and its reply is dropped.
   */
  handle(unit: number, request: ModbusRequest, reply: (response: ModbusResponse | undefined) => void): void;
  /**
   * A request that breaks a limit of the standard, and the exception that it deserves: `reply` with it, with another, or
   * with undefined. Where absent it is answered with that exception.
   */
  refuse?(unit: number, response: ModbusExceptionResponse, reply: (response: ModbusResponse | undefined) => void): void;
}
