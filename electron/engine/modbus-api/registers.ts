import type { z } from 'zod';
import { ProcedureError } from '../../../shared/contract/answer';
import type { ApiRegister, ApiRegisterType, readingApiSchema } from '../../../shared/contract/modbus-api';
import { octetsOfType } from '../../../shared/domain/data-type';
import type { DataType } from '../../../shared/domain/data-type';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Sample } from '../../../shared/domain/sample';
import { isoFromMicros } from '../../../shared/domain/time';
import { timeText } from '../../../shared/domain/time-value';
import { encodeValue } from '../../../shared/domain/value';
import { adHocPoint } from '../device-api/ad-hoc-point';

export type ApiReading = z.infer<typeof readingApiSchema>;

const TABLES = { holding_register: 'holding-register', input_register: 'input-register', coil: 'coil', discrete_input: 'discrete-input' } as const;

export function isBits(type: ApiRegisterType): boolean {
  return type === 'coil' || type === 'discrete_input';
}

/** The data type that is meant where none is given: one bit, or one register. */
export function dataTypeOf(type: ApiRegisterType, given: DataType | 'bool' | undefined): DataType {
  if (given === undefined) return isBits(type) ? 'boolean' : 'uint16';
  return given === 'bool' ? 'boolean' : given;
}

/** Registers that one value takes; null for a string, whose length is its own. */
export function registersPerValue(dataType: DataType): number | null {
  const octets = octetsOfType(dataType);
  return dataType === 'boolean' ? 1 : octets === null ? null : octets / 2;
}

export function addressOf(type: ApiRegisterType, address: number, more: { byteOrder?: string | undefined; bit?: number | undefined; bitCount?: number | undefined; length?: number | undefined } = {}): Opaque {
  return { table: TABLES[type], address, byteOrder: more.byteOrder ?? null, bit: more.bit ?? null, bitCount: more.bitCount ?? null, length: more.length ?? null };
}

/** The published register of a point; null where the point is not of Modbus. */
export function registerTypeOf(point: Point): ApiRegisterType | null {
  const table = point.address['table'];
  if (table === 'holding-register') return 'holding_register';
  if (table === 'input-register') return 'input_register';
  return table === 'coil' ? 'coil' : table === 'discrete-input' ? 'discrete_input' : null;
}

export function numberOf(point: Point): number {
  const { address } = point.address;
  return typeof address === 'number' ? address : 0;
}

/**
 * The points of a register map as it was posted. A register that is there already, by its key, keeps its point's
 * identity and with it its history. @throws ProcedureError `bad_input` naming each register that does not fit
 */
export function pointsFromRegisters(registers: readonly ApiRegister[], before: readonly Point[]): Point[] {
  const problems: { path: string; message: string }[] = [];
  const known = new Map(before.map((point) => [keyOf(point), point]));
  const points = registers.flatMap((register, at) => {
    const dataType = dataTypeOf(register.register_type, register.data_type ?? (register.bit === undefined || register.bit_count !== undefined ? undefined : 'boolean'));
    const wanted = registersPerValue(dataType);
    if (register.count !== undefined && wanted !== null && register.count !== wanted) {
      problems.push({ path: `registers.${at}.count`, message: `${dataType} takes ${wanted} ${wanted === 1 ? 'register' : 'registers'}, not ${register.count}` });
    }
    if (dataType === 'string' && register.count === undefined) problems.push({ path: `registers.${at}.count`, message: 'a string needs its number of registers' });
    if (dataType === 'boolean' && !isBits(register.register_type) && register.bit === undefined) {
      problems.push({ path: `registers.${at}.bit`, message: 'a boolean in a register needs its bit, 0 to 15' });
    }
    const elements = elementsOf(register, dataType);
    if (typeof elements !== 'string') return elements.map((element) => pointOf(element, dataType, known));
    problems.push({ path: `registers.${at}.elements`, message: elements });
    return [];
  });
  if (problems.length > 0) throw new ProcedureError('bad_input', `The register map does not fit: ${problems.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('; ')}.`, { fields: problems });
  return points;
}

/** The registers of an array, one an element; the register itself where it is none; a text says why it can't be one. */
function elementsOf(register: ApiRegister, dataType: DataType): ApiRegister[] | string {
  const { elements, ...first } = register;
  if (elements === undefined) return [first];
  const step = isBits(first.register_type) ? 1 : (registersPerValue(dataType) ?? first.count);
  if (step === undefined || first.bit !== undefined) return 'an array is of whole values';
  if (first.address + elements * step > 65_536) return `${elements} values from ${first.address} go past the last address, 65535`;
  const name = first.name ?? `${first.sensor_type} ${first.address}`;
  return Array.from({ length: elements }, (_, at) => ({ ...first, name: `${name}[${at}]`, address: first.address + at * step }));
}

function pointOf(register: ApiRegister, dataType: DataType, known: ReadonlyMap<string, Point>): Point {
  const { register_type: type, address, byte_order: byteOrder, bit, bit_count: bitCount, count } = register;
  const made: Point = {
    ...adHocPoint(register.name ?? `${register.sensor_type} ${address}`, addressOf(type, address, { byteOrder, bit, bitCount, length: dataType === 'string' ? count : undefined }), dataType, 'read'),
    access: type === 'holding_register' || type === 'coil' ? 'read-write' : 'read',
    scale: register.scale_factor,
    offset: register.offset,
    unit: register.unit ?? '',
    sensorType: register.sensor_type,
  };
  const same = known.get(keyOf(made));
  return same === undefined ? made : { ...same, address: made.address, dataType, access: made.access, scale: made.scale, offset: made.offset, name: register.name ?? same.name, unit: register.unit ?? same.unit };
}

/** The key under which old clients find a reading: `<sensor_type>_<address>`, with the bit or the bits where there are some. */
export function keyOf(point: Point): string {
  const { bit, bitCount } = point.address;
  const last = typeof bit === 'number' && typeof bitCount === 'number' && bitCount > 1 ? `-${bit + bitCount - 1}` : '';
  return `${point.sensorType}_${numberOf(point)}${typeof bit === 'number' ? `.${bit}${last}` : ''}`;
}

/** A point as it was posted. */
export function registerOf(point: Point): Record<string, string | number> {
  const { bit, bitCount, byteOrder, length } = point.address;
  return {
    address: numberOf(point),
    register_type: registerTypeOf(point) ?? 'holding_register',
    count: typeof length === 'number' ? length : (registersPerValue(point.dataType) ?? 1),
    data_type: point.dataType,
    scale_factor: point.scale,
    offset: point.offset,
    sensor_type: point.sensorType,
    name: point.name,
    unit: point.unit,
    ...(typeof byteOrder === 'string' ? { byte_order: byteOrder } : {}),
    ...(typeof bit === 'number' ? { bit } : {}),
    ...(typeof bitCount === 'number' ? { bit_count: bitCount } : {}),
  };
}

/** One reading as old clients know it. */
export function readingOf(point: Point, sample: Sample | null, now: string): ApiReading {
  const type = registerTypeOf(point) ?? 'holding_register';
  const quality = sample?.quality ?? { level: 'bad' as const, reason: 'No value yet', flags: [] };
  return {
    name: point.name,
    sensor_type: point.sensorType,
    register_type: type,
    address: numberOf(point),
    raw_value: rawRegisters(type, sample?.raw ?? null),
    processed_value: sample === null || quality.level === 'bad' ? null : encodeValue(sample.value),
    ...(typeof sample?.value === 'number' ? timeOf(point.dataType, sample.value) : {}),
    data_type: point.dataType,
    unit: point.unit,
    quality: quality.level,
    timestamp: sample === null ? now : isoFromMicros(sample.sourceTime ?? sample.receivedTime),
    ...(quality.level === 'bad' ? { error: [quality.reason, ...quality.flags].join(', ') } : {}),
  };
}

/** A time as text beside its number. */
function timeOf(dataType: DataType, value: number): { processed_time?: string } {
  const text = timeText(dataType, value);
  return text === null ? {} : { processed_time: text };
}

function rawRegisters(type: ApiRegisterType, raw: Uint8Array | null): number[] {
  if (raw === null) return [];
  if (isBits(type)) return Array.from(raw, (octet) => (octet === 0 ? 0 : 1));
  return Array.from({ length: raw.length >> 1 }, (_, at) => ((raw[2 * at] ?? 0) << 8) | (raw[2 * at + 1] ?? 0));
}
