import type { Point } from '../../../../shared/domain/point';
import type { Value } from '../../../../shared/domain/value';
import { fieldMask, UnitEvents, withField } from '../../../stacks/modbus';
import type { BitTable, FileRecordSpan, FileRecordWrite, ModbusDeviceIdObject, ModbusRefusal, ModbusUnitModel, RegisterTable } from '../../../stacks/modbus';
import type { ServedSource, ServerContext } from '../../protocol';
import type { Table } from '../point-address';
import { layoutOf } from '../point-layout';
import type { PointLayout } from '../point-layout';
import { chainRegisters } from '../sunspec/chain-points';
import { decodeRegisters, encodeRegisters } from '../value-codec';
import { coveredAddresses, ServedTable } from './served-table';
import { SpareRegisters } from './spare-registers';
import { deviceIdentificationOf, serverIdOf } from './unit-identity';
import type { UnitSettings } from './unit-settings';

const ILLEGAL_FUNCTION: ModbusRefusal = { exception: 1 };
const ILLEGAL_ADDRESS: ModbusRefusal = { exception: 2 };
const ILLEGAL_VALUE: ModbusRefusal = { exception: 3 };
const DEVICE_FAILURE: ModbusRefusal = { exception: 4 };

const TABLE_OF: Readonly<Record<BitTable | RegisterTable, Table>> = {
  coils: 'coil',
  'discrete-inputs': 'discrete-input',
  'input-registers': 'input-register',
  'holding-registers': 'holding-register',
};

/** What is told of a request to whoever is told of its writes. */
export interface Asking {
  readonly client: string;
  readonly operation: string;
}

export interface ServedUnitOptions {
  readonly settings: UnitSettings;
  readonly identity: ServerContext['identity'];
  readonly gaps: 'zero' | 'refuse';
  readonly isRefused: (table: Table, address: number) => boolean;
  /** Answers for every address: what has no point reads as zero and keeps what is written. */
  readonly answersAll: boolean;
  /** Who is asking at the moment, and by which function. */
  readonly asking: () => Asking;
}

/** One unit identifier whose registers and bits are points of the product. */
export class ServedUnit implements ModbusUnitModel {
  readonly events = new UnitEvents();
  readonly deviceIdentification: readonly ModbusDeviceIdObject[];
  readonly #source: ServedSource;
  readonly #options: ServedUnitOptions;
  readonly #tables: Readonly<Record<Table, ServedTable>>;
  readonly #spare: SpareRegisters | null;
  readonly #files: ReadonlyMap<number, number[]>;

  constructor(points: readonly Point[], source: ServedSource, options: ServedUnitOptions) {
    this.#source = source;
    this.#options = options;
    const laid = points.flatMap((point) => {
      const found = layoutOf(point, options.settings.byteOrder);
      return 'layout' in found ? [found.layout] : [];
    });
    const table = (name: Table) => new ServedTable(laid.filter(({ address }) => address.table === name), name === 'holding-register' ? chainRegisters(points) : null);
    this.#tables = { coil: table('coil'), 'discrete-input': table('discrete-input'), 'input-register': table('input-register'), 'holding-register': table('holding-register') };
    this.#spare = options.answersAll ? new SpareRegisters() : null;
    this.#files = new Map(options.settings.files.map(({ file, registers }) => [file, [...registers]]));
    this.deviceIdentification = deviceIdentificationOf(options.settings, options.identity);
  }

  /** Whether an address has a point. */
  has(table: Table, address: number): boolean {
    return this.#tables[table].overlapping(address, 1).length > 0;
  }

  readBits(name: BitTable, address: number, quantity: number): ArrayLike<boolean> | ModbusRefusal {
    const table = TABLE_OF[name];
    if (!this.#covers(table, address, quantity)) return ILLEGAL_ADDRESS;
    const bits = Array.from({ length: quantity }, (_, at) => this.#spare?.read(table, address + at) === 1);
    for (const layout of this.#tables[table].overlapping(address, quantity)) {
      const value = this.#source.read(layout.point.id);
      if (value === undefined) return DEVICE_FAILURE;
      bits[layout.address.address - address] = value === true;
    }
    return bits;
  }

  readRegisters(name: RegisterTable, address: number, quantity: number): ArrayLike<number> | ModbusRefusal {
    const table = TABLE_OF[name];
    if (!this.#covers(table, address, quantity)) return ILLEGAL_ADDRESS;
    const registers = Uint16Array.from({ length: quantity }, (_, at) => this.#tables[table].factor(address + at) ?? this.#spare?.read(table, address + at) ?? 0);
    for (const layout of this.#tables[table].overlapping(address, quantity)) {
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
    for (let at = 0; at < values.length; at += 1) this.#spare?.write('coil', address + at, values[at] === true ? 1 : 0);
    for (const layout of layouts) {
      if (!this.#write(layout, values[layout.address.address - address] === true)) return ILLEGAL_VALUE;
    }
    return undefined;
  }

  writeRegisters(address: number, values: ArrayLike<number>): ModbusRefusal | undefined {
    const layouts = this.#writable('holding-register', address, values.length);
    if (layouts === null) return ILLEGAL_ADDRESS;
    const writes: { layout: PointLayout; value: Value }[] = [];
    for (const layout of layouts) {
      const value = this.#written(layout, address, values);
      if (value === null) return ILLEGAL_VALUE;
      writes.push({ layout, value });
    }
    for (let at = 0; at < values.length; at += 1) this.#spare?.write('holding-register', address + at, values[at] ?? 0);
    for (const { layout, value } of writes) if (!this.#write(layout, value)) return ILLEGAL_VALUE;
    return undefined;
  }

  readExceptionStatus(): number | ModbusRefusal {
    return this.#options.settings.exceptionStatus ?? ILLEGAL_FUNCTION;
  }

  reportServerId(): Uint8Array {
    return serverIdOf(this.#options.settings, this.#options.identity);
  }

  readFile({ file, record, quantity }: FileRecordSpan): ArrayLike<number> | ModbusRefusal {
    const registers = this.#files.get(file);
    return registers === undefined || record + quantity > registers.length ? ILLEGAL_ADDRESS : registers.slice(record, record + quantity);
  }

  writeFile(records: readonly FileRecordWrite[]): ModbusRefusal | undefined {
    if (records.some(({ file, record, registers }) => record + registers.length > (this.#files.get(file)?.length ?? 0))) return ILLEGAL_ADDRESS;
    for (const { file, record, registers } of records) this.#files.get(file)?.splice(record, registers.length, ...Array.from(registers));
    return undefined;
  }

  readFifo(address: number): ArrayLike<number> | ModbusRefusal {
    return this.#options.settings.queues.find((queue) => queue.address === address)?.registers ?? ILLEGAL_ADDRESS;
  }

  #write(layout: PointLayout, value: Value): boolean {
    const { client, operation } = this.#options.asking();
    return this.#source.write(layout.point.id, value, client, operation);
  }

  /** The value that a write makes of a point; of one that it covers in part, with the rest as it is. */
  #written(layout: PointLayout, address: number, values: ArrayLike<number>): Value {
    const registers = this.#registers(layout, 0) ?? new Uint16Array(layout.count);
    for (let at = 0; at < layout.count; at += 1) {
      const place = layout.address.address + at - address;
      if (place >= 0 && place < values.length) registers[at] = values[place] ?? 0;
    }
    return decodeRegisters(layout, registers, 0)?.value ?? null;
  }

  /** The registers of a point's present value; bits are set into `beneath`. Null when there is none, or it does not fit the type. */
  #registers(layout: PointLayout, beneath: number): Uint16Array | null {
    const value = this.#source.read(layout.point.id);
    if (value === undefined) return null;
    const { type } = layout;
    // A value that is not there is served as zero, whatever the type: Modbus has no quality.
    const encoded = value === null ? { registers: new Uint16Array(layout.count) } : encodeRegisters(layout, value);
    if (!('registers' in encoded)) return null;
    if (type === null || (type.type !== 'bit' && type.type !== 'bits')) return encoded.registers;
    return Uint16Array.of(withField(beneath, maskOf(layout), encoded.registers[0] ?? 0));
  }

  /** Points under a write; null when an address has none, or one that may not be written. */
  #writable(table: Table, address: number, quantity: number): PointLayout[] | null {
    const layouts = this.#tables[table].overlapping(address, quantity);
    const writable = layouts.filter((layout) => layout.point.access !== 'read');
    const may = coveredAddresses(writable);
    const taken = coveredAddresses(layouts);
    for (let at = address; at < address + quantity; at += 1) if (!may(at) && (this.#spare === null || taken(at))) return null;
    return writable;
  }

  #covers(table: Table, address: number, quantity: number): boolean {
    if (this.#spare !== null) return true;
    const served = this.#tables[table];
    if (address < served.first || address + quantity > served.end) return false;
    const covered = this.#options.gaps === 'refuse' ? coveredAddresses(served.overlapping(address, quantity)) : () => true;
    for (let at = address; at < address + quantity; at += 1) if (this.#options.isRefused(table, at) || !(covered(at) || served.servesBare(at))) return false;
    return true;
  }
}

/** The bits of its register that a point takes, wherever the order of octets puts them. */
function maskOf({ type, order }: PointLayout): number {
  if (type?.type === 'bit') return fieldMask(type.bit, 1, order);
  return type?.type === 'bits' ? fieldMask(type.bit, type.count, order) : 0xffff;
}
