import { EXTENDED_LIST } from './attribute-length';
import type { ObjectValue } from './object-value';
import { readU48 } from './octets';

/** An entry of a list of attributes. */
export interface ListedAttribute {
  readonly variation: number;
  readonly writable: boolean;
}

/** What an attribute says, by its data type. */
export type AttributeContent =
  /** Up to 255 octets in UTF-8. */
  | { readonly type: 'text'; readonly text: string }
  /** Whole, 0 to 4,294,967,295; on the wire in 1, 2 or 4 octets. */
  | { readonly type: 'unsigned'; readonly value: number }
  /** Whole, -2,147,483,648 to 2,147,483,647; on the wire in 1, 2 or 4 octets. */
  | { readonly type: 'signed'; readonly value: number }
  /** On the wire in single precision where that has the value, else in double. */
  | { readonly type: 'float'; readonly value: number }
  /** Up to 255 octets. */
  | { readonly type: 'octets'; readonly octets: Uint8Array }
  /** Up to 255 octets, the first bit in the lowest place. */
  | { readonly type: 'bits'; readonly octets: Uint8Array }
  /** Milliseconds since 1970-01-01T00:00Z, 48 bits. */
  | { readonly type: 'time'; readonly time: number }
  /** Up to 255 entries. */
  | { readonly type: 'list'; readonly entries: readonly ListedAttribute[] };

/** A device attribute of group 0, set 0. */
export interface Attribute {
  /** 1 to 253. */
  readonly variation: number;
  /** A string is text, a number unsigned; the other types are named. */
  readonly value: string | number | AttributeContent;
}

/** Data types of attributes (from memory of IEEE 1815, group 0; checked against tshark's dissector). */
const TYPE = { text: 1, unsigned: 2, signed: 3, float: 4, octets: 5, bits: 6, time: 7, list: 254, longList: EXTENDED_LIST } as const;
export const ALL_ATTRIBUTES = 254;
export const LIST_OF_ATTRIBUTES = 255;

const NAMES = new Map<number, string>([
  [242, 'software version'],
  [243, 'hardware version'],
  [245, 'location'],
  [246, 'identifier set by the user'],
  [247, 'name set by the user'],
  [248, 'serial number'],
  [249, 'DNP3 subset and conformance'],
  [250, 'product name and model'],
  [252, 'manufacturer'],
]);

/** The name of a standard attribute, "attribute 17" for others. */
export function attributeName(variation: number): string {
  return NAMES.get(variation) ?? `attribute ${variation}`;
}

/** An attribute as an object. Throws on one that does not fit: a mistake of the caller. */
export function attributeObject({ variation, value }: Attribute): ObjectValue {
  if (!Number.isInteger(variation) || variation < 1 || variation > 253) throw new RangeError(`Attribute ${variation} is outside 1 to 253.`);
  const content: AttributeContent = typeof value === 'string' ? { type: 'text', text: value } : typeof value === 'number' ? { type: 'unsigned', value } : value;
  const object = contentObject(content, `Attribute ${variation}`);
  const length = object.octets?.length ?? 0;
  if (object.attributeType !== TYPE.longList && length > 255) throw new RangeError(`Attribute ${variation} has ${length} octets; 255 are allowed.`);
  return object;
}

/** The list of the variations that there are, none of them writable. */
export function attributeList(attributes: readonly Attribute[]): ObjectValue {
  return contentObject({ type: 'list', entries: attributes.map(({ variation }) => ({ variation, writable: false })) }, 'The list of attributes');
}

/** What an attribute says; undefined where its length does not fit its data type, or the type is not known. */
export function attributeContent({ attributeType, octets = new Uint8Array(0) }: ObjectValue): AttributeContent | undefined {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const whole = octets.length === 1 || octets.length === 2 || octets.length === 4;
  switch (attributeType) {
    case TYPE.text:
      return { type: 'text', text: buffer.toString('utf8') };
    case TYPE.unsigned:
      return whole ? { type: 'unsigned', value: buffer.readUIntLE(0, octets.length) } : undefined;
    case TYPE.signed:
      return whole ? { type: 'signed', value: buffer.readIntLE(0, octets.length) } : undefined;
    case TYPE.float:
      if (octets.length === 4) return { type: 'float', value: buffer.readFloatLE(0) };
      return octets.length === 8 ? { type: 'float', value: buffer.readDoubleLE(0) } : undefined;
    case TYPE.octets:
      return { type: 'octets', octets };
    case TYPE.bits:
      return { type: 'bits', octets };
    case TYPE.time:
      return octets.length === 6 ? { type: 'time', time: readU48(octets, 0) } : undefined;
    case TYPE.list:
    case TYPE.longList:
      if (octets.length % 2 !== 0) return undefined;
      return { type: 'list', entries: Array.from({ length: octets.length / 2 }, (_, i) => ({ variation: octets[2 * i] ?? 0, writable: ((octets[2 * i + 1] ?? 0) & 1) !== 0 })) };
    default:
      return undefined;
  }
}

/** What an attribute says in short: text, a number, a time in ms since 1970, or its octets where its type is another. */
export function attributeValue(object: ObjectValue): string | number | Uint8Array {
  const content = attributeContent(object);
  if (content?.type === 'text') return content.text;
  if (content?.type === 'unsigned' || content?.type === 'signed' || content?.type === 'float') return content.value;
  return content?.type === 'time' ? content.time : (object.octets ?? new Uint8Array(0));
}

function contentObject(content: AttributeContent, what: string): ObjectValue {
  const object = (attributeType: number, octets: Uint8Array): ObjectValue => ({ attributeType, octets: Uint8Array.from(octets) });
  switch (content.type) {
    case 'text':
      return object(TYPE.text, Buffer.from(content.text, 'utf8'));
    case 'unsigned':
      return object(TYPE.unsigned, wholeOctets(content.value, 0, 0xffff_ffff, what));
    case 'signed':
      return object(TYPE.signed, wholeOctets(content.value, -0x8000_0000, 0x7fff_ffff, what));
    case 'float':
      return object(TYPE.float, floatOctets(content.value));
    case 'time':
      if (!Number.isInteger(content.time) || content.time < 0 || content.time > 0xffff_ffff_ffff) throw new RangeError(`${what} is ${content.time}, no time of 48 bits.`);
      return object(TYPE.time, wholeOf(content.time, 6));
    case 'list': {
      const octets = Uint8Array.from(content.entries.flatMap(({ variation, writable }) => [variation, writable ? 1 : 0]));
      if (content.entries.length > 255) throw new RangeError(`${what} has ${content.entries.length} entries; 255 are allowed.`);
      return object(octets.length > 255 ? TYPE.longList : TYPE.list, octets);
    }
    default:
      return object(TYPE[content.type], content.octets);
  }
}

function wholeOctets(value: number, min: number, max: number, what: string): Uint8Array {
  if (!Number.isInteger(value) || value < min || value > max) throw new RangeError(`${what} is ${value}, no whole number from ${min} to ${max}.`);
  const bits = [8, 16].find((each) => (min < 0 ? value >= -(2 ** (each - 1)) && value < 2 ** (each - 1) : value < 2 ** each)) ?? 32;
  return wholeOf(value < 0 ? value + 2 ** bits : value, bits / 8);
}

function wholeOf(value: number, octets: number): Uint8Array {
  const buffer = Buffer.alloc(octets);
  buffer.writeUIntLE(value, 0, octets);
  return buffer;
}

function floatOctets(value: number): Uint8Array {
  const isSingle = Object.is(Math.fround(value), value);
  const buffer = Buffer.alloc(isSingle ? 4 : 8);
  if (isSingle) buffer.writeFloatLE(value);
  else buffer.writeDoubleLE(value);
  return buffer;
}
