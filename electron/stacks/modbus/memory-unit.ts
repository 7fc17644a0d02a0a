import type { BitTable, ModbusRefusal, ModbusUnitModel, RegisterTable } from './server-model';

export interface MemoryUnitSizes {
  readonly coils?: number;
  readonly discreteInputs?: number;
  readonly holdingRegisters?: number;
  readonly inputRegisters?: number;
}

const ILLEGAL_ADDRESS: ModbusRefusal = { exception: 2 };

/** A unit whose four tables lie in memory from address 0; what is beyond a table's size is exception 2. */
export class MemoryUnit implements ModbusUnitModel {
  readonly coils: Uint8Array;
  readonly discreteInputs: Uint8Array;
  readonly holdingRegisters: Uint16Array;
  readonly inputRegisters: Uint16Array;

  constructor(sizes: MemoryUnitSizes) {
    this.coils = new Uint8Array(sizes.coils ?? 0);
    this.discreteInputs = new Uint8Array(sizes.discreteInputs ?? 0);
    this.holdingRegisters = new Uint16Array(sizes.holdingRegisters ?? 0);
    this.inputRegisters = new Uint16Array(sizes.inputRegisters ?? 0);
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
}
