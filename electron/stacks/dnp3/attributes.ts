import type { ObjectValue } from './object-value';
import { readU48 } from './octets';

/** A device attribute of group 0, set 0. */
export interface Attribute {
  /** 1 to 253. */
  readonly variation: number;
  /** Text up to 255 octets in UTF-8, or a whole number from 0 to 4,294,967,295. */
  readonly value: string | number;
}

/** Data types of attributes (from memory of IEEE 1815, group 0). */
const TYPE = { text: 1, unsigned: 2, signed: 3, float: 4, octets: 5, bits: 6, time: 7, list: 254 } as const;
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
  if (typeof value === 'string') {
    const octets = Uint8Array.from(Buffer.from(value, 'utf8'));
    if (octets.length > 255) throw new RangeError(`Attribute ${variation} has ${octets.length} octets; 255 are allowed.`);
    return { attributeType: TYPE.text, octets };
  }
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw new RangeError(`Attribute ${variation} is ${value}, no whole number from 0 to 4294967295.`);
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(value);
  return { attributeType: TYPE.unsigned, octets: Uint8Array.from(octets.subarray(0, value <= 0xff ? 1 : value <= 0xffff ? 2 : 4)) };
}

/** The list of the variations that there are, none of them writable. */
export function attributeList(attributes: readonly Attribute[]): ObjectValue {
  return { attributeType: TYPE.list, octets: Uint8Array.from(attributes.slice(0, 127).flatMap(({ variation }) => [variation, 0])) };
}

/** What an attribute says: text, a number, a time in ms since 1970, or its octets where its type is another. */
export function attributeValue({ attributeType, octets = new Uint8Array(0) }: ObjectValue): string | number | Uint8Array {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const whole = octets.length === 1 || octets.length === 2 || octets.length === 4;
  if (attributeType === TYPE.text) return buffer.toString('utf8');
  if (attributeType === TYPE.unsigned && whole) return buffer.readUIntLE(0, octets.length);
  if (attributeType === TYPE.signed && whole) return buffer.readIntLE(0, octets.length);
  if (attributeType === TYPE.float && octets.length === 4) return buffer.readFloatLE(0);
  if (attributeType === TYPE.float && octets.length === 8) return buffer.readDoubleLE(0);
  return attributeType === TYPE.time && octets.length === 6 ? readU48(octets, 0) : octets;
}
