import type { ModbusExceptionCode } from './exceptions';
import type { ModbusRequest, ModbusResponse } from './pdu';

/** A model's refusal: becomes the exception answer. */
export interface ModbusRefusal {
  readonly exception: ModbusExceptionCode;
}

export type BitTable = 'coils' | 'discrete-inputs';
export type RegisterTable = 'holding-registers' | 'input-registers';

/** One unit's data. Called with quantities inside the standard's limits and addresses whose end is at most 65536. */
export interface ModbusUnitModel {
  readBits(table: BitTable, address: number, quantity: number): ArrayLike<boolean> | ModbusRefusal;
  readRegisters(table: RegisterTable, address: number, quantity: number): ArrayLike<number> | ModbusRefusal;
  writeCoils(address: number, values: ArrayLike<boolean>): ModbusRefusal | undefined;
  writeRegisters(address: number, values: ArrayLike<number>): ModbusRefusal | undefined;
}

/** What a server serves: one unit or many. */
export interface ModbusServerModel {
  /** Whether the unit is here. On a serial line what is asked of others is passed over in silence. */
  serves(unit: number): boolean;
  /**
   * Answers one request: `reply` at once or later, once. Replying undefined keeps silent.
   * On serial lines unit 0 is a broadcast: it is handed over whatever `serves` says, and its reply is dropped.
   */
  handle(unit: number, request: ModbusRequest, reply: (response: ModbusResponse | undefined) => void): void;
}
