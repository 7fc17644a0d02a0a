import type { Inspection } from '../../../shared/contract/points';
import { isFixedPoint, octetsOfType, timeKindOf, typeGroup } from '../../../shared/domain/data-type';
import type { DataType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import { timeText } from '../../../shared/domain/time-value';
import { decodeValue, MODBUS_BYTE_ORDERS } from '../../stacks/modbus';
import type { ModbusByteOrder, ModbusValue, ModbusValueType } from '../../stacks/modbus';
import type { PointAddress } from './point-address';
import { valueTypeOf } from './point-layout';

export type OctetReading = Inspection['readings'][number];
type NumberType = Exclude<DataType, 'boolean' | 'string'>;

/** Types by the registers they take; of the fixed point formats those that are met. */
const TYPES: readonly NumberType[] = [
  'uint16', 'int16', 'bcd16', 'q7.8', 'uq8.8', 'q0.15',
  'float32', 'int32', 'uint32', 'bcd32', 'unix32', 'time32', 'utime32', 'q15.16', 'uq16.16', 'q0.31',
  'uint48', 'int48', 'date48ymd', 'date48mdy',
  'float64', 'int64', 'uint64', 'unix64', 'unix64ms', 'date64',
];

/**
 * Every reading of a point's octets: each type under each order, the point's own first, then what is likely to be meant,
 * then the rest; what fits the point's own registers goes ahead of what takes more or fewer. What the octets can't be (a
 * BCD digit above 9) is left out. Pure.
 * @param registers the point's own and those behind it that came in the same answer
 * @param own how many of them are the point's
 * @param order the order in which the point is read now
 */
export function octetReadings(point: Point, address: PointAddress, registers: Uint16Array, own: number, order: ModbusByteOrder): OctetReading[] {
  const plain: PointAddress = { ...address, bit: null, bitCount: null, length: null };
  const types = isNumberType(point.dataType) && !TYPES.includes(point.dataType) ? [...TYPES, point.dataType] : TYPES;
  const readings = [
    ...types.flatMap((dataType) => numberReadings(point, plain, dataType, registers, own, order)),
    ...textReadings(point, plain, registers.subarray(0, own), order),
    ...(own === 1 ? bitReadings(point, plain, address, registers, order) : []),
  ];
  const rank = (reading: OctetReading): number => (reading.current ? 0 : reading.likely ? 1 : 2);
  return readings.sort((a, b) => rank(a) - rank(b) || distance(a, own) - distance(b, own));
}

/** Registers by which a reading's type differs from those of the point. */
function distance({ dataType }: OctetReading, own: number): number {
  const octets = octetsOfType(dataType);
  return octets === null ? 0 : Math.abs(octets / 2 - own);
}

function isNumberType(type: DataType): type is NumberType {
  return type !== 'boolean' && type !== 'string';
}

function numberReadings(point: Point, address: PointAddress, dataType: NumberType, registers: Uint16Array, own: number, order: ModbusByteOrder): OctetReading[] {
  const count = (octetsOfType(dataType) ?? 0) / 2;
  if (count > registers.length) return [];
  const isOwn = point.dataType === dataType && point.address['bitCount'] == null;
  return ordersFor(count, order).flatMap((candidate) => {
    const current = isOwn && count === own && sameOrder(candidate, order, count);
    const label = count === 1 && !swaps(candidate) ? dataType : `${dataType} ${candidate}`;
    return reading(registers, own, valueTypeOf(dataType), { label, dataType, address: { ...address, byteOrder: candidate }, current });
  });
}

function textReadings(point: Point, address: PointAddress, registers: Uint16Array, order: ModbusByteOrder): OctetReading[] {
  const isText = point.dataType === 'string';
  if (registers.length === 0 || (!isText && registers.length < 2)) return [];
  const orders = ['ABCD', 'BADC', ...(isText && !isUsual(order) ? [order] : [])];
  return orders.flatMap((candidate) => {
    const current = isText && (isUsual(order) ? swaps(candidate) === swaps(order) : candidate === order);
    const label = candidate === 'ABCD' ? 'string' : `string ${candidate}`;
    return reading(registers, registers.length, { type: 'string', registers: registers.length }, { label, dataType: 'string', address: { ...address, byteOrder: candidate, length: registers.length }, current });
  });
}

/** Each bit, and the point's own field of bits. */
function bitReadings(point: Point, plain: PointAddress, { bit: ownBit, bitCount }: PointAddress, registers: Uint16Array, order: ModbusByteOrder): OctetReading[] {
  const bits = Array.from({ length: 16 }, (_, bit) =>
    reading(registers, 1, { type: 'bit', bit }, { label: `bit ${bit}`, dataType: 'boolean', address: { ...plain, byteOrder: order, bit }, current: point.dataType === 'boolean' && ownBit === bit }),
  ).flat();
  if (ownBit === null || bitCount === null || point.dataType === 'boolean') return bits;
  const address = { ...plain, byteOrder: order, bit: ownBit, bitCount };
  const type = { type: 'bits', bit: ownBit, count: bitCount, signed: point.dataType === 'int16' } as const;
  return [...reading(registers, 1, type, { label: `bits ${ownBit} to ${ownBit + bitCount - 1}`, dataType: point.dataType, address, current: true }), ...bits];
}

interface Given {
  readonly label: string;
  readonly dataType: DataType;
  readonly address: PointAddress;
  readonly current: boolean;
}

/** One reading of a point of `own` registers; none where the octets can't be so, unless the point is read so now. */
function reading(registers: Uint16Array, own: number, type: ModbusValueType, { label, dataType, address, current }: Given): OctetReading[] {
  const decoded = decodeValue(registers, type, address.byteOrder ?? 'ABCD');
  const group = dataType === 'boolean' || type.type === 'bits' ? 'Bit' : typeGroup(dataType);
  if (!decoded.ok) return current ? [{ label, value: decoded.reason, dataType, address, current, group, likely: false }] : [];
  return [{ label, value: readingText(decoded.value, dataType), dataType, address, current, group, likely: isLikely(decoded.value, dataType, own) }];
}

/** Years in which the clock of a device that is at work is. */
const YEARS_MS = [Date.UTC(2010, 0, 1), Date.UTC(2040, 0, 1)] as const;

/** Whether a value looks as if it were meant: a guess for the order of the list, nothing more. */
function isLikely(value: ModbusValue, dataType: DataType, own: number): boolean {
  if (typeof value === 'boolean') return false;
  if (typeof value === 'string') return /^[\x20-\x7e]{2,}$/.test(value);
  const size = Math.abs(Number(value));
  const time = timeKindOf(dataType);
  if (time !== null) {
    const ms = (Number(value) * 1000) / time.perSecond;
    return time.kind !== 'span' && ms >= YEARS_MS[0] && ms < YEARS_MS[1];
  }
  if (dataType === 'float32' || dataType === 'float64') return Number.isFinite(size) && (size === 0 || (size >= 1e-3 && size < 1e7));
  if (isFixedPoint(dataType) || dataType === 'bcd16') return false;
  const registers = (octetsOfType(dataType) ?? 2) / 2;
  if (registers === 1) return own === 1;
  return size > 0 && size < (registers === 2 ? 1e7 : 1e10);
}

function ordersFor(count: number, own: ModbusByteOrder): readonly ModbusByteOrder[] {
  if (count === 1) return ['ABCD', 'BADC'];
  return !isUsual(own) && own.length === count * 2 ? [...MODBUS_BYTE_ORDERS, own] : MODBUS_BYTE_ORDERS;
}

function sameOrder(a: ModbusByteOrder, b: ModbusByteOrder, count: number): boolean {
  return count === 1 ? swaps(a) === swaps(b) : a === b;
}

function isUsual(order: ModbusByteOrder): boolean {
  return MODBUS_BYTE_ORDERS.some((usual) => usual === order);
}

function swaps(order: ModbusByteOrder): boolean {
  return order === 'BADC' || order === 'DCBA' || order === 'BA';
}

/**
 * Integers whole, with a comma at each thousand; seven significant digits of a float, as float32 has them; very large
 * and small ones with an exponent; a true minus; times as ISO 8601; text in quotes.
 */
function readingText(value: ModbusValue, dataType: DataType): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return JSON.stringify(value);
  const time = typeof value === 'number' ? timeText(dataType, value) : null;
  return time === null ? numberText(value, dataType).replaceAll('-', '−') : time.replace('T', (mark, at: number) => (at === 0 ? mark : ' '));
}

function numberText(value: number | bigint, dataType: DataType): string {
  const longest = dataType === 'float32' || dataType === 'float64' ? 1e10 : 1e15;
  if (typeof value === 'bigint' || (Number.isInteger(value) && Math.abs(value) < longest)) return withThousands(value.toString());
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  return size >= 1e7 || size < 1e-4 ? value.toExponential(3) : withThousands(String(Number(value.toPrecision(7))));
}

function withThousands(text: string): string {
  return text.replace(/^(-?\d+)/, (whole) => whole.replace(/(\d)(?=(\d{3})+$)/g, '$1,'));
}
