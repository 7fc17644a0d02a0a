import { lengthOctetOf } from './attribute-length';
import type { ObjectBlock } from './object-block';
import { fieldFault, writeFields } from './object-fields';
import { rangeCount, rangeFault, rangeOctets, writeRange } from './object-range';
import { objectType, type Layout } from './object-table';
import type { ObjectValue } from './object-value';
import type { OctetWriter } from './octet-writer';

/** Octets of an object header before its qualifier. */
const GROUP_AND_VARIATION = 2;

/** Writes a header and its objects. Returns why it cannot, and has written nothing then. */
export function encodeBlock(block: ObjectBlock, hasData: boolean, writer: OctetWriter): string | undefined {
  const before = writer.length;
  const fault = encode(block, hasData, writer);
  if (fault !== undefined) writer.truncate(before);
  return fault === undefined ? undefined : `group ${block.group} variation ${block.variation}: ${fault}`;
}

function encode(block: ObjectBlock, hasData: boolean, writer: OctetWriter): string | undefined {
  const { group, variation, range, entries } = block;
  const type = objectType(group, variation);
  if (type === undefined) return 'it is not known';
  const fault = rangeFault(range);
  if (fault !== undefined) return fault;
  const count = rangeCount(range);
  if (count === 0) return 'a count of 0';
  if (writer.room < GROUP_AND_VARIATION + rangeOctets(range)) return FULL;
  writer.u8(group);
  writer.u8(variation);
  writeRange(range, writer);
  if (!hasData) return range.kind === 'indexed' ? encodeIndexes(block, range.prefix, range.count, writer) : entries.length > 0 ? 'data where none belongs' : range.kind === 'free' || range.kind === 'sized' ? 'a size prefix where no data follows' : undefined;
  if (count === undefined) return 'no range where data follows';
  if (entries.length !== count) return `${entries.length} objects; the range speaks of ${count}`;
  if (range.kind === 'range' && entries.some(({ index }, i) => index !== range.start + i)) return 'indexes that do not follow the range';
  const { layout } = type;
  if (layout.kind === 'none') return 'data where none belongs';
  if (layout.kind === 'bits') return range.kind === 'range' || range.kind === 'count' ? encodeBits(block, layout.width, writer) : 'packed objects with a prefix';
  for (const { index, value } of entries) {
    const own = objectFault(layout, variation, value) ?? encodePrefix(block, index, layout, value, writer);
    if (own !== undefined) return own;
    if (writer.room < objectOctets(layout, value)) return FULL;
    writeObject(layout, value, writer);
  }
  return undefined;
}

/** The reason when a fragment has no room left. */
export const FULL = 'the fragment has no room for it';

function encodeIndexes(block: ObjectBlock, prefix: 1 | 2 | 4, count: number, writer: OctetWriter): string | undefined {
  if (block.entries.length !== count) return `${block.entries.length} indexes; the range speaks of ${count}`;
  if (writer.room < count * prefix) return FULL;
  for (const { index } of block.entries) {
    if (!indexFits(index, prefix)) return `index ${index} does not fit ${prefix} octets`;
    writer.sized(prefix, index);
  }
  return undefined;
}

function encodeBits(block: ObjectBlock, width: 1 | 2, writer: OctetWriter): string | undefined {
  const needed = Math.ceil((block.entries.length * width) / 8);
  if (writer.room < needed) return FULL;
  const at = writer.length;
  for (let i = 0; i < needed; i += 1) writer.u8(0);
  for (const [i, { value }] of block.entries.entries()) {
    const state = value.value;
    if (state === undefined || !Number.isInteger(state) || state < 0 || state >= 1 << width) return `state ${state} does not fit ${width} bits`;
    writer.or(at + ((i * width) >> 3), state << ((i * width) & 7));
  }
  return undefined;
}

function encodePrefix({ range }: ObjectBlock, index: number, layout: Layout, value: ObjectValue, writer: OctetWriter): string | undefined {
  const sizePrefixed = range.kind === 'free' || range.kind === 'sized';
  if (layout.kind === 'sized' && !sizePrefixed) return 'an object of free format without its size';
  if (layout.kind === 'attribute' && sizePrefixed) return 'a size prefix where none belongs';
  if (range.kind !== 'indexed' && !sizePrefixed) return undefined;
  const prefix = range.kind === 'free' ? 2 : range.prefix;
  const number = sizePrefixed ? objectOctets(layout, value) : index;
  if (!indexFits(number, prefix)) return `${sizePrefixed ? 'size' : 'index'} ${number} does not fit ${prefix} octets`;
  if (writer.room < prefix) return FULL;
  writer.sized(prefix, number);
  return undefined;
}

function indexFits(index: number, prefix: 1 | 2 | 4): boolean {
  return Number.isInteger(index) && index >= 0 && index < 2 ** (8 * prefix);
}

/** Why a value cannot be put into a layout, or undefined. */
export function objectFault(layout: Layout, variation: number, value: ObjectValue): string | undefined {
  if (layout.kind === 'fields') return fieldFault(layout.fields, value);
  if (layout.kind === 'string') return value.octets?.length === variation ? undefined : `${value.octets?.length} octets; the variation says ${variation}`;
  if (layout.kind === 'attribute') {
    const { attributeType, octets } = value;
    if (attributeType === undefined || !Number.isInteger(attributeType) || attributeType < 0 || attributeType > 255) return 'an attribute needs a data type';
    return octets === undefined || lengthOctetOf(attributeType, octets.length) === undefined ? 'an attribute needs up to 255 octets, an extended list 256 to 511' : undefined;
  }
  return layout.kind === 'sized' && value.octets === undefined ? 'it needs octets' : undefined;
}

/** How many octets an object takes without prefix; of packed ones none, they are counted together. */
export function objectOctets(layout: Layout, value: ObjectValue): number {
  if (layout.kind === 'fields') return layout.octets;
  const own = value.octets?.length ?? 0;
  if (layout.kind === 'attribute') return own + 2;
  return layout.kind === 'string' || layout.kind === 'sized' ? own : 0;
}

/** Writes an object that `objectFault` finds no fault with. */
export function writeObject(layout: Layout, value: ObjectValue, writer: OctetWriter): void {
  if (layout.kind === 'fields') return writeFields(layout.fields, value, writer);
  if (layout.kind === 'attribute') {
    writer.u8(value.attributeType ?? 0);
    writer.u8(lengthOctetOf(value.attributeType ?? 0, value.octets?.length ?? 0) ?? 0);
  }
  if (value.octets !== undefined) writer.bytes(value.octets);
}
