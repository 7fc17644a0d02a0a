import type { Point } from '../../../../shared/domain/point';
import type { Value } from '../../../../shared/domain/value';
import { encodeValue, setBit } from '../../../stacks/modbus';
import type { BitTable, ModbusRefusal, ModbusUnitModel, RegisterTable } from '../../../stacks/modbus';
import type { ServedSource } from '../../protocol';
import type { ByteOrder } from '../device-settings';
import type { Table } from '../point-address';
import { layoutOf } from '../point-layout';
import type { PointLayout } from '../point-layout';
import { decodeRegisters, encodeRegisters } from '../value-codec';

const ILLEGAL_ADDRESS: ModbusRefusal = { exception: 2 };
const ILLEGAL_VALUE: ModbusRefusal = { exception: 3 };
const DEVICE_FAILURE: ModbusRefusal = { exception: 4 };

const TABLE_OF: Readonly<Record<BitTable | RegisterTable, Table>> = {
  coils: 'coil',
  'discrete-inputs': 'discrete-input',
  'input-registers': 'input-register',
  'holding-registers': 'holding-register',
};

export interface ServedUnitOptions {
  readonly gaps: 'zero' | 'refuse';
  readonly isRefused: (table: Table, address: number) => boolean;
}

/** One unit identifier whose registers and bits are points of the product. */
export class ServedUnit implements ModbusUnitModel {
  readonly #source: ServedSource;
  readonly #options: ServedUnitOptions;
  /** Points by table, ordered by address. */
  readonly #points: Record<Table, PointLayout[]> = { coil: [], 'discrete-input': [], 'input-register': [], 'holding-register': [] };

  constructor(points: readonly Point[], order: ByteOrder, source: ServedSource, options: ServedUnitOptions) {
    this.#source = source;
    this.#options = options;
    for (const point of points) {
      const laid = layoutOf(point, order);
      if ('layout' in laid) this.#points[laid.layout.address.table].push(laid.layout);
    }
    for (const layouts of Object.values(this.#points)) layouts.sort((a, b) => a.address.address - b.address.address);
  }

  readBits(name: BitTable, address: number, quantity: number): ArrayLike<boolean> | ModbusRefusal {
    const table = TABLE_OF[name];
    if (!this.#covers(table, address, quantity)) return ILLEGAL_ADDRESS;
    const bits = Array.from({ length: quantity }, () => false);
    for (const layout of this.#overlapping(table, address, quantity)) bits[layout.address.address - address] = this.#source.read(layout.point.id) === true;
    return bits;
  }

  readRegisters(name: RegisterTable, address: number, quantity: number): ArrayLike<number> | ModbusRefusal {
    const table = TABLE_OF[name];
    if (!this.#covers(table, address, quantity)) return ILLEGAL_ADDRESS;
    const registers = new Uint16Array(quantity);
    for (const layout of this.#overlapping(table, address, quantity)) {
      const own = this.#registers(layout, registers[layout.address.address - address] ?? 0);
      if (own === null) return DEVICE_FAILURE;
      for (const [at, register] of own.entries()) {
        const place = layout.address.address + at - address;
        if (place >= 0 && place < quantity) registers[place] = register;
      }
    }
    return registers;
  }

  writeCoils(address: number, values: ArrayLike<boolean>): ModbusRefusal | undefined {
    const layouts = this.#writable('coil', address, values.length);
    if (layouts === null) return ILLEGAL_ADDRESS;
    for (const layout of layouts) {
      if (!this.#source.write(layout.point.id, values[layout.address.address - address] === true)) return ILLEGAL_VALUE;
    }
    return undefined;
  }

  writeRegisters(address: number, values: ArrayLike<number>): ModbusRefusal | undefined {
    const layouts = this.#writable('holding-register', address, values.length);
    if (layouts === null) return ILLEGAL_ADDRESS;
    const writes: { id: string; value: Value }[] = [];
    for (const layout of layouts) {
      const value = this.#written(layout, address, values);
      if (value === null) return ILLEGAL_VALUE;
      writes.push({ id: layout.point.id, value });
    }
    for (const { id, value } of writes) if (!this.#source.write(id, value)) return ILLEGAL_VALUE;
    return undefined;
  }

  /** The value that a write makes of a point; of one that it covers in part, with the rest as it is. */
  #written(layout: PointLayout, address: number, values: ArrayLike<number>): Value {
    const registers = this.#registers(layout, 0);
    if (registers === null) return null;
    for (let at = 0; at < layout.count; at += 1) {
      const place = layout.address.address + at - address;
      if (place >= 0 && place < values.length) registers[at] = values[place] ?? 0;
    }
    return decodeRegisters(layout, registers, 0)?.value ?? null;
  }

  /** The registers of a point's present value; a bit is set into `beneath`. Null when the value does not fit the type. */
  #registers(layout: PointLayout, beneath: number): Uint16Array | null {
    const value = this.#source.read(layout.point.id);
    if (layout.type?.type === 'bit') return Uint16Array.of(setBit(beneath, layout.type.bit, value === true, layout.order));
    const encoded = encodeRegisters(layout, value);
    if ('registers' in encoded) return encoded.registers;
    // A value that is not there is served as the type's zero: Modbus has no quality.
    const zero = value === null && layout.type !== null ? encodeValue(layout.type.type === 'string' ? '' : layout.type.type.endsWith('64') && layout.type.type !== 'float64' ? 0n : 0, layout.type, layout.order) : null;
    return zero?.ok === true ? zero.registers : null;
  }

  #overlapping(table: Table, address: number, quantity: number): PointLayout[] {
    return this.#points[table].filter((layout) => layout.address.address < address + quantity && layout.address.address + layout.count > address);
  }

  /** Points under a write; null when an address has none, or one that may not be written. */
  #writable(table: Table, address: number, quantity: number): PointLayout[] | null {
    const layouts = this.#overlapping(table, address, quantity).filter((layout) => layout.point.access !== 'read');
    for (let at = address; at < address + quantity; at += 1) {
      if (!layouts.some((layout) => layout.address.address <= at && layout.address.address + layout.count > at)) return null;
    }
    return layouts;
  }

  #covers(table: Table, address: number, quantity: number): boolean {
    const layouts = this.#points[table];
    const first = layouts[0]?.address.address ?? 0;
    const end = layouts.reduce((last, layout) => Math.max(last, layout.address.address + layout.count), 0);
    if (address < first || address + quantity > end) return false;
    for (let at = address; at < address + quantity; at += 1) {
      if (this.#options.isRefused(table, at)) return false;
      if (this.#options.gaps === 'refuse' && !layouts.some((layout) => layout.address.address <= at && layout.address.address + layout.count > at)) return false;
    }
    return true;
  }
}
