import type { ModbusDeviceIdObject } from './device-identification';
import type { FileRecordSpan, FileRecordWrite } from './pdu';
import type { BitTable, ModbusRefusal, ModbusUnitModel, RegisterTable } from './server-model';
import { UnitEvents } from './unit-events';

export interface MemoryUnitSizes {
  readonly coils?: number;
  readonly discreteInputs?: number;
  readonly holdingRegisters?: number;
  readonly inputRegisters?: number;
  /** Function 17: what stands behind the byte count, 1 to 251 octets. Absent: exception 1. */
  readonly serverId?: Uint8Array;
  /** Function 43/14, in the order of their identifiers. Absent: exception 1. */
  readonly deviceIdentification?: readonly ModbusDeviceIdObject[];
  /** Functions 20 and 21: the records of each file number, from 0 on. */
  readonly files?: ReadonlyMap<number, Uint16Array>;
  /** Function 24: the queue at each address. */
  readonly queues?: ReadonlyMap<number, readonly number[]>;
}

const ILLEGAL_FUNCTION: ModbusRefusal = { exception: 1 };
const ILLEGAL_ADDRESS: ModbusRefusal = { exception: 2 };

/** A unit whose four tables lie in memory from address 0; what is beyond a table's size is exception 2. */
export class MemoryUnit implements ModbusUnitModel {
  readonly coils: Uint8Array;
  readonly discreteInputs: Uint8Array;
  readonly holdingRegisters: Uint16Array;
  readonly inputRegisters: Uint16Array;
  readonly files: ReadonlyMap<number, Uint16Array>;
  readonly queues: ReadonlyMap<number, readonly number[]>;
  readonly deviceIdentification: readonly ModbusDeviceIdObject[];
  readonly events = new UnitEvents();
  /** Function 7. */
  exceptionStatus = 0;
  readonly #serverId: Uint8Array | undefined;

  constructor(sizes: MemoryUnitSizes) {
    this.coils = new Uint8Array(sizes.coils ?? 0);
    this.discreteInputs = new Uint8Array(sizes.discreteInputs ?? 0);
    this.holdingRegisters = new Uint16Array(sizes.holdingRegisters ?? 0);
    this.inputRegisters = new Uint16Array(sizes.inputRegisters ?? 0);
    this.files = sizes.files ?? new Map();
    this.queues = sizes.queues ?? new Map();
    this.deviceIdentification = sizes.deviceIdentification ?? [];
    this.#serverId = sizes.serverId;
  }

  readBits(table: BitTable, address: number, quantity: number): ArrayLike<boolean> | ModbusRefusal {
    const memory = table === 'coils' ? this.coils : this.discreteInputs;
    if (address + quantity > memory.length) return ILLEGAL_ADDRESS;
    return Array.from(memory.subarray(address, address + quantity), (bit) => bit !== 0);
  }

  readRegisters(table: RegisterTable, address: number, quantity: number): ArrayLike<number> | ModbusRefusal {
    const memory = table === 'holding-registers' ? this.holdingRegisters : this.inputRegisters;
    if (address + quantity > memory.length) return ILLEGAL_ADDRESS;
    return memory.slice(address, address + quantity);
  }

  writeCoils(address: number, values: ArrayLike<boolean>): ModbusRefusal | undefined {
    if (address + values.length > this.coils.length) return ILLEGAL_ADDRESS;
    for (let i = 0; i < values.length; i += 1) this.coils[address + i] = values[i] === true ? 1 : 0;
    return undefined;
  }

  writeRegisters(address: number, values: ArrayLike<number>): ModbusRefusal | undefined {
    if (address + values.length > this.holdingRegisters.length) return ILLEGAL_ADDRESS;
    this.holdingRegisters.set(values, address);
    return undefined;
  }

  readExceptionStatus(): number {
    return this.exceptionStatus;
  }

  reportServerId(): Uint8Array | ModbusRefusal {
    return this.#serverId ?? ILLEGAL_FUNCTION;
  }

  readFile({ file, record, quantity }: FileRecordSpan): ArrayLike<number> | ModbusRefusal {
    const registers = this.files.get(file);
    if (registers === undefined || record + quantity > registers.length) return ILLEGAL_ADDRESS;
    return registers.slice(record, record + quantity);
  }

  writeFile(writes: readonly FileRecordWrite[]): ModbusRefusal | undefined {
    if (writes.some(({ file, record, registers }) => record + registers.length > (this.files.get(file)?.length ?? 0))) return ILLEGAL_ADDRESS;
    for (const { file, record, registers } of writes) this.files.get(file)?.set(registers, record);
    return undefined;
  }

  readFifo(address: number): ArrayLike<number> | ModbusRefusal {
    return this.queues.get(address) ?? ILLEGAL_ADDRESS;
  }
}
