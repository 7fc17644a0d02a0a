import type { ModbusCounters } from './counters';
import type { DeviceIdCategory, ModbusDeviceIdentification } from './device-identification';
import type { FileRecordSpan, FileRecordWrite, ModbusNormalResponse, ModbusRequest } from './pdu';
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
  maskWriteRegister(unit: number, address: number, andMask: number, orMask: number, options?: ModbusRequestOptions): Promise<ModbusResult<undefined>>;
  /** Writes `values` from `writeAddress` on, then reads; the registers read. */
  readWriteMultipleRegisters(
    unit: number,
    address: number,
    quantity: number,
    writeAddress: number,
    values: ArrayLike<number>,
    options?: ModbusRequestOptions,
  ): Promise<ModbusResult<Uint16Array>>;
  readFifoQueue(unit: number, address: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint16Array>>;
  readFileRecords(unit: number, records: readonly FileRecordSpan[], options?: ModbusRequestOptions): Promise<ModbusResult<readonly Uint16Array[]>>;
  writeFileRecords(unit: number, records: readonly FileRecordWrite[], options?: ModbusRequestOptions): Promise<ModbusResult<undefined>>;
  /** Eight bits whose meaning the device defines. */
  readExceptionStatus(unit: number, options?: ModbusRequestOptions): Promise<ModbusResult<number>>;
  /**
   * Function 8; sub-functions: `DIAGNOSTICS`. `data` is two octets, zeros unless given. The answer's data; undefined for
   * "force listen only mode", which no device answers (a refusal is reported when it comes within the timeout).
   */
  diagnose(unit: number, subFunction: number, data?: Uint8Array, options?: ModbusRequestOptions): Promise<ModbusResult<Uint8Array | undefined>>;
  getCommEventCounter(unit: number, options?: ModbusRequestOptions): Promise<ModbusResult<{ readonly busy: boolean; readonly eventCount: number }>>;
  getCommEventLog(
    unit: number,
    options?: ModbusRequestOptions,
  ): Promise<ModbusResult<{ readonly busy: boolean; readonly eventCount: number; readonly messageCount: number; readonly events: Uint8Array }>>;
  reportServerId(unit: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint8Array>>;
  /** Gathers every object of the category, asking on while the device says that more follow. */
  readDeviceIdentification(unit: number, category: DeviceIdCategory, options?: ModbusRequestOptions): Promise<ModbusResult<ModbusDeviceIdentification>>;
  /** One object by its identifier. */
  readDeviceIdentificationObject(unit: number, objectId: number, options?: ModbusRequestOptions): Promise<ModbusResult<Uint8Array>>;
  /** Any request; the answer as it came. undefined where none belongs: on serial, unit 0 is a broadcast and ends after the
   * turnaround delay.
   */
  request(unit: number, request: ModbusRequest, options?: ModbusRequestOptions): Promise<ModbusResult<ModbusNormalResponse | undefined>>;
  counters(): ModbusCounters;
  /** Fails what waits as closed and closes the channel. */
  close(): void;
}
