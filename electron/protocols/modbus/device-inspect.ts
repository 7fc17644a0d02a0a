import type { DataType } from '../../../shared/domain/data-type';
import type { Opaque, Point } from '../../../shared/domain/point';
import { decodeValue, functionName, MODBUS_BYTE_ORDERS } from '../../stacks/modbus';
import type { ModbusByteOrder, ModbusValue, ModbusValueType } from '../../stacks/modbus';
import type { InspectCapability } from '../protocol';
import { formatNumber } from './address-notation';
import type { BlockReader, LastAnswer } from './block-reader';
import type { DeviceSettings } from './device-settings';
import type { LineSettings } from './line-settings';
import { addressOf, isBitTable } from './point-address';
import type { PointAddress } from './point-address';
import { duration } from './trouble-words';
import { registersOf } from './value-codec';

interface Reading {
  label: string;
  value: string;
  dataType: DataType;
  address: Opaque;
  current: boolean;
}

/** Types by the registers they take. */
const TYPES: readonly (readonly [number, readonly Exclude<DataType, 'boolean' | 'string'>[]])[] = [
  [1, ['uint16', 'int16']],
  [2, ['float32', 'int32', 'uint32']],
  [4, ['float64', 'int64', 'uint64']],
];
const LONGEST_REGISTERS = 4;

/** Shows a value's octets under every type and byte order, and the answer that they came in. */
export class DeviceInspect implements InspectCapability {
  readonly #lineSettings: LineSettings;
  readonly #settings: DeviceSettings;
  readonly #reader: BlockReader;
  /** Octets that each point takes in an answer. */
  readonly #lengths = new Map<string, number>();

  constructor(lineSettings: LineSettings, settings: DeviceSettings, reader: BlockReader) {
    this.#lineSettings = lineSettings;
    this.#settings = settings;
    this.#reader = reader;
  }

  readings(point: Point, raw: Uint8Array): Reading[] {
    const address = addressOf(point);
    if (address === null || isBitTable(address.table) || raw.length < 2) return [];
    const registers = registersOf(this.#withWhatFollows(point.id, raw));
    const own = raw.length >> 1;
    const order = address.byteOrder ?? this.#settings.byteOrder;
    const readings: Reading[] = [];
    // What fits the point's own registers comes first.
    for (const [count, types] of [...TYPES].sort(([a], [b]) => Math.abs(a - own) - Math.abs(b - own))) {
      if (count > registers.length) continue;
      for (const dataType of types) readings.push(...ofType(registers, dataType, count, point, address, order));
    }
    readings.push(...textReading(registers.subarray(0, own), point, address, order));
    if (own === 1) readings.push(...bitReadings(registers, point, address, order));
    return readings.sort((a, b) => Number(b.current) - Number(a.current));
  }

  lastResponse(pointId: string): ReturnType<InspectCapability['lastResponse']> {
    const answer = this.#reader.lastAnswer(pointId);
    const octets = answer?.exchange.response;
    if (answer === null || octets === undefined) return null;
    const { functionCode, address, quantity } = answer.request;
    const table = functionCode === 1 ? 'coil' : functionCode === 2 ? 'discrete-input' : functionCode === 4 ? 'input-register' : 'holding-register';
    const bits = isBitTable(table);
    const place = this.#placeIn(answer);
    const trip = answer.exchange.roundTripMs;
    return {
      octets,
      from: place,
      length: bits ? 1 : this.#lengths.get(pointId) ?? 2,
      facts: [
        { label: 'Unit', value: String(answer.exchange.unit) },
        { label: 'Function', value: `${String(functionCode).padStart(2, '0')} ${functionName(functionCode)}` },
        { label: 'Request', value: `${formatNumber(table, address, this.#settings.addressNotation)}, ${quantity} ${bits ? 'bits' : quantity === 1 ? 'register' : 'registers'}` },
        { label: 'Round trip', value: trip === undefined ? 'not measured' : trip < 1 ? '<1 ms' : duration(trip) },
      ],
    };
  }

  /** Octets of each point, whenever the points change. */
  setLengths(lengths: ReadonlyMap<string, number>): void {
    this.#lengths.clear();
    for (const [id, length] of lengths) this.#lengths.set(id, length);
  }

  /** Header, function code and octet count go before the values. */
  #placeIn(answer: LastAnswer): number {
    const values = this.#lineSettings.transport === 'tcp' ? 9 : 3;
    return values + (answer.request.functionCode <= 2 ? answer.offset >> 3 : answer.offset * 2);
  }

  /** A float32 mistaken for an uint16 can only be seen with the register behind it: it is there if the same answer held it. */
  #withWhatFollows(pointId: string, raw: Uint8Array): Uint8Array {
    const answer = this.#reader.lastAnswer(pointId);
    const octets = answer?.exchange.response;
    if (answer === null || octets === undefined) return raw;
    const from = this.#placeIn(answer);
    const end = octets.length - (this.#lineSettings.transport === 'tcp' ? 0 : 2);
    const own = octets.subarray(from, from + raw.length);
    if (own.length !== raw.length || own.some((octet, at) => octet !== raw[at])) return raw;
    return octets.subarray(from, Math.min(end, from + Math.max(raw.length, LONGEST_REGISTERS * 2)));
  }
}

function ofType(registers: Uint16Array, dataType: Exclude<DataType, 'boolean' | 'string'>, count: number, point: Point, address: PointAddress, order: ModbusByteOrder): Reading[] {
  const orders: readonly ModbusByteOrder[] = count === 1 ? ['ABCD', 'BADC'] : MODBUS_BYTE_ORDERS;
  return orders.map((candidate) => {
    const label = count === 1 && candidate === 'ABCD' ? dataType : `${dataType} ${candidate}`;
    const current = point.dataType === dataType && (count === 1 ? swaps(candidate) === swaps(order) : candidate === order);
    return reading(registers, { type: dataType }, label, dataType, { ...address, byteOrder: candidate, bit: null, length: null }, current);
  });
}

function textReading(registers: Uint16Array, point: Point, address: PointAddress, order: ModbusByteOrder): Reading[] {
  if (registers.length === 0 || (point.dataType !== 'string' && registers.length < 2)) return [];
  const orders: readonly ModbusByteOrder[] = point.dataType === 'string' ? ['ABCD', 'BADC'] : ['ABCD'];
  return orders.map((candidate) => {
    const current = point.dataType === 'string' && swaps(candidate) === swaps(order);
    const label = candidate === 'ABCD' ? 'string' : `string ${candidate}`;
    return reading(registers, { type: 'string', registers: registers.length }, label, 'string', { ...address, byteOrder: candidate, bit: null, length: registers.length }, current);
  });
}

function bitReadings(registers: Uint16Array, point: Point, address: PointAddress, order: ModbusByteOrder): Reading[] {
  return Array.from({ length: 16 }, (_, bit) =>
    reading(registers, { type: 'bit', bit }, `bit ${bit}`, 'boolean', { ...address, bit, length: null }, point.dataType === 'boolean' && address.bit === bit, order),
  );
}

function reading(registers: Uint16Array, type: ModbusValueType, label: string, dataType: DataType, address: PointAddress, current: boolean, order?: ModbusByteOrder): Reading {
  const decoded = decodeValue(registers, type, order ?? address.byteOrder ?? 'ABCD');
  return { label, value: decoded.ok ? valueText(decoded.value) : '', dataType, address, current };
}

/**
 * Integers whole, with a comma at each thousand; seven significant digits of a float, as float32 has them; very large
 * and small ones with an exponent; a true minus; text in quotes.
 */
export function valueText(value: ModbusValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return JSON.stringify(value);
  return numberText(value).replaceAll('-', '−');
}

function numberText(value: number | bigint): string {
  if (typeof value === 'bigint' || (Number.isInteger(value) && Math.abs(value) < 1e10)) return withThousands(value.toString());
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  return size >= 1e7 || size < 1e-4 ? value.toExponential(3) : withThousands(String(Number(value.toPrecision(7))));
}

function withThousands(text: string): string {
  return text.replace(/^(-?\d+)/, (whole) => whole.replace(/(\d)(?=(\d{3})+$)/g, '$1,'));
}

function swaps(order: ModbusByteOrder): boolean {
  return order === 'BADC' || order === 'DCBA';
}
