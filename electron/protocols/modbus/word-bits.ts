import { octetsOfType } from '../../../shared/domain/data-type';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { WordBit } from '../../../shared/contract/word-bits';
import { checkOrderFor, fieldMask, octetPlaces, type ModbusByteOrder } from '../../stacks/modbus';
import type { WordBitsCapability } from '../protocol';
import { deviceSettingsSchema } from './device-settings';
import { isBitTable } from './point-address';
import type { PointAddress } from './point-address';
import { layoutOf } from './point-layout';
import type { PointLayout } from './point-layout';

/** A register that belongs to a word: which of the word's registers on the wire it is. */
interface Placed {
  readonly word: PointLayout;
  readonly at: number;
}

/** Registers that hold whole numbers, and the bits and fields of bits in them. */
export const wordBits: WordBitsCapability = {
  addresses(point, deviceSettings) {
    const word = wordOf(point, deviceOrder(deviceSettings));
    return word === null ? null : Array.from({ length: 16 * word.count }, (_, bit) => addressOfBit(word, bit, deviceOrder(deviceSettings)));
  },

  find(points, deviceSettings) {
    const order = deviceOrder(deviceSettings);
    const registers = registersOfWords(points, order);
    const found = new Map<string, WordBit[]>();
    for (const point of points) {
      const field = fieldOf(point, order);
      const placed = field === null ? undefined : registers.get(placeOf(field.address.table, field.address.address));
      if (field === null || placed === undefined) continue;
      const bits = found.get(placed.word.point.id) ?? [];
      found.set(placed.word.point.id, bits);
      bits.push({ pointId: point.id, bit: bitOfWord(placed, field), count: field.address.bitCount ?? 1 });
    }
    for (const bits of found.values()) bits.sort((a, b) => a.bit - b.bit);
    return found;
  },
};

function deviceOrder(settings: Opaque): ModbusByteOrder {
  const parsed = deviceSettingsSchema.safeParse(settings);
  return parsed.success ? parsed.data.byteOrder : 'ABCD';
}

/** The layout of a point whose registers hold one whole number; null for every other point. */
function wordOf(point: Point, order: ModbusByteOrder): PointLayout | null {
  if (!/^u?int/.test(point.dataType) || octetsOfType(point.dataType) === null) return null;
  const laid = layoutOf(point, order);
  if ('problem' in laid) return null;
  const { table, bit } = laid.layout.address;
  return isBitTable(table) || bit !== null ? null : laid.layout;
}

/** The layout of a point that is bits of a register. */
function fieldOf(point: Point, order: ModbusByteOrder): PointLayout | null {
  const laid = layoutOf(point, order);
  return 'problem' in laid || laid.layout.address.bit === null ? null : laid.layout;
}

/** Registers by their place; where several words share one, the first word has it. */
function registersOfWords(points: readonly Point[], order: ModbusByteOrder): Map<string, Placed> {
  const registers = new Map<string, Placed>();
  for (const point of points) {
    const word = wordOf(point, order);
    for (let at = 0; at < (word?.count ?? 0); at += 1) {
      if (word === null) continue;
      const place = placeOf(word.address.table, word.address.address + at);
      if (!registers.has(place)) registers.set(place, { word, at });
    }
  }
  return registers;
}

function placeOf(table: PointAddress['table'], address: number): string {
  return `${table}:${address}`;
}

/** Which bit of the word's value the lowest bit of a field is: each may have the octets in an order of its own. */
function bitOfWord({ word, at }: Placed, { address, order }: PointLayout): number {
  const onWire = Math.log2(fieldMask(address.bit ?? 0, 1, order));
  const octet = octetPlaces(word.order, 2 * word.count, false)[2 * at + (onWire < 8 ? 1 : 0)] ?? 0;
  return 8 * (2 * word.count - 1 - octet) + (onWire % 8);
}

function addressOfBit({ address, order, count }: PointLayout, bit: number, ofDevice: ModbusByteOrder): Opaque {
  const octet = 2 * count - 1 - Math.floor(bit / 8);
  const place = octetPlaces(order, 2 * count, false).indexOf(octet);
  const onWire = (bit % 8) + (place % 2 === 0 ? 8 : 0);
  // An order for more than one register says nothing of a single one.
  const own = checkOrderFor(order, 2, false) === undefined ? address.byteOrder : 'ABCD';
  const swapped = fieldMask(0, 1, own ?? ofDevice) !== 1;
  return { table: address.table, address: address.address + Math.floor(place / 2), byteOrder: own, bit: swapped ? onWire ^ 8 : onWire, bitCount: null, length: null };
}
