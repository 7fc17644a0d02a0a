import type { ModbusCounters } from './counters';
import type { ModbusNormalResponse, ModbusRequest } from './pdu';
import type { ModbusRequestOptions, ModbusResult } from './result';

/**
 * What `new ModbusClient(channel, options)` offers. No promise ever rejects; every failure is a result.
 * A client lives as long as its channel: once closed, make a new one on a new channel.
 */
export interface ModbusClientApi {
  readonly isOpen: boolean;
  readCoils(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<boolean[]>>;
  readDiscreteInputs(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<boolean[]>>;
  readHoldingRegisters(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>>;
  readInputRegisters(unit: number, address: number, quantity: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>>;
  writeSingleCoil(unit: number, address: number, value: boolean, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>>;
  writeSingleRegister(unit: number, address: number, value: number, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>>;
  writeMultipleCoils(unit: number, address: number, values: ArrayLike<boolean>, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>>;
  writeMultipleRegisters(unit: number, address: number, values: ArrayLike<number>, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>>;
  /** Any request; the answer as it came. On serial, unit 0 is a broadcast and answers undefined after the turnaround delay. */
  request(unit: number, request: ModbusRequest, options?: ModbusRequestOptions): Promise<ModbusResult<ModbusNormalResponse | undefined>>;
  counters(): ModbusCounters;
  /** Fails what waits as closed and closes the channel. */
  close(): void;
}
