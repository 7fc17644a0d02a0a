import type { ObjectNumbers } from './object-value';
import type { OctetWriter } from './octet-writer';
import { readU16, readU32, readU48 } from './octets';

type NumberKey = keyof ObjectNumbers;
type Numbers = { -readonly [Key in NumberKey]?: number };

/** How a number lies on the wire, little-endian. */
export type NumberType = 'u8' | 'u16' | 'u32' | 'u48' | 'i16' | 'i32' | 'f32' | 'f64';

/** One field of an object, or one octet that holds two: a state in its top bits, flags or a status below. */
export type Field =
  | { readonly kind: 'number'; readonly key: NumberKey; readonly type: NumberType }
  | { readonly kind: 'state'; readonly below: 'flags' | 'status'; readonly bits: 1 | 2 };

const OCTETS: Readonly<Record<NumberType, number>> = { u8: 1, u16: 2, u32: 4, u48: 6, i16: 2, i32: 4, f32: 4, f64: 8 };
const LIMITS: Readonly<Record<Exclude<NumberType, 'f32' | 'f64'>, readonly [number, number]>> = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffff_ffff],
  u48: [0, 0xffff_ffff_ffff],
  i16: [-0x8000, 0x7fff],
  i32: [-0x8000_0000, 0x7fff_ffff],
};

export function fieldOctets(field: Field): number {
  return field.kind === 'state' ? 1 : OCTETS[field.type];
}

/** Reads fields that lie within `octets`: callers check lengths first. */
export function readFields(fields: readonly Field[], octets: Uint8Array, view: DataView, start: number): ObjectNumbers {
  const numbers: Numbers = {};
  let at = start;
  for (const field of fields) {
    if (field.kind === 'state') {
      const octet = octets[at] ?? 0;
      const shift = 8 - field.bits;
      numbers[field.below] = octet & ((1 << shift) - 1);
      numbers.value = octet >> shift;
      at += 1;
    } else {
      numbers[field.key] = readNumber(field.type, octets, view, at);
      at += OCTETS[field.type];
    }
  }
  return numbers;
}

/** Why these numbers cannot be put into the fields, or undefined. */
export function fieldFault(fields: readonly Field[], value: ObjectNumbers): string | undefined {
  for (const field of fields) {
    if (field.kind === 'state') {
      const low = value[field.below];
      if (!within(low, 0, (1 << (8 - field.bits)) - 1)) return `${field.below} ${low} does not fit beside ${field.bits} bits of state`;
      if (!within(value.value, 0, (1 << field.bits) - 1)) return `state ${value.value} does not fit ${field.bits} bits`;
    } else {
      const fault = numberFault(field.key, field.type, value[field.key]);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

/** Writes fields that `fieldFault` finds no fault with. */
export function writeFields(fields: readonly Field[], value: ObjectNumbers, writer: OctetWriter): void {
  for (const field of fields) {
    if (field.kind === 'state') writer.u8(((value.value ?? 0) << (8 - field.bits)) | (value[field.below] ?? 0));
    else writeNumber(field.type, value[field.key] ?? 0, writer);
  }
}

/** Whether a number lies within what a type can hold; for analogs that do not fit their variation. */
export function limitsOf(type: NumberType): readonly [number, number] {
  if (type === 'f32') return [-3.402_823_466_385_288_6e38, 3.402_823_466_385_288_6e38];
  if (type === 'f64') return [-Number.MAX_VALUE, Number.MAX_VALUE];
  return LIMITS[type];
}

function numberFault(key: string, type: NumberType, value: number | undefined): string | undefined {
  if (value === undefined) return `${key} is missing`;
  if (type === 'f64') return undefined;
  if (type === 'f32') return Number.isFinite(value) && !Number.isFinite(Math.fround(value)) ? `${key} ${value} does not fit single precision` : undefined;
  const [min, max] = LIMITS[type];
  return within(value, min, max) ? undefined : `${key} ${value} is not a whole number from ${min} to ${max}`;
}

function within(value: number | undefined, min: number, max: number): boolean {
  return value !== undefined && Number.isInteger(value) && value >= min && value <= max;
}

function readNumber(type: NumberType, octets: Uint8Array, view: DataView, at: number): number {
  switch (type) {
    case 'u8':
      return octets[at] ?? 0;
    case 'u16':
      return readU16(octets, at);
    case 'u32':
      return readU32(octets, at);
    case 'u48':
      return readU48(octets, at);
    case 'i16':
      return view.getInt16(at, true);
    case 'i32':
      return view.getInt32(at, true);
    case 'f32':
      return view.getFloat32(at, true);
    default:
      return view.getFloat64(at, true);
  }
}

function writeNumber(type: NumberType, value: number, writer: OctetWriter): void {
  switch (type) {
    case 'u8':
      return writer.u8(value);
    case 'u16':
    case 'i16':
      return writer.u16(value);
    case 'u32':
    case 'i32':
      return writer.u32(value);
    case 'u48':
      return writer.u48(value);
    case 'f32':
      return writer.f32(value);
    default:
      return writer.f64(value);
  }
}
