import { expect, it } from 'vitest';
import { nameBits, bitPoints } from '../../../electron/engine/edits/name-bits';
import { layoutOf } from '../../../electron/protocols/modbus/point-layout';
import { decodeRegisters, encodeRegisters } from '../../../electron/protocols/modbus/value-codec';
import { wordBits } from '../../../electron/protocols/modbus/word-bits';
import type { DataType } from '../../../shared/domain/data-type';
import type { Opaque, Point } from '../../../shared/domain/point';
import { registerPoint } from '../../support/modbus-line';

const DEVICE: Opaque = { unitId: 1, byteOrder: 'CDAB' };

function layout(point: Point) {
  const laid = layoutOf(point, 'CDAB');
  if ('problem' in laid) throw new Error(laid.problem);
  return laid.layout;
}

function bitsOf(word: Point): Point[] {
  return (wordBits.addresses(word, DEVICE) ?? []).map((address, bit) => ({ ...registerPoint(0, { dataType: 'boolean' }), name: `B${bit}`, address }));
}

const words: readonly (readonly [DataType, string | null])[] = [
  ...(['ABCD', 'CDAB', 'BADC', 'DCBA', null] as const).flatMap((order) => (['uint16', 'int32', 'uint64'] as const).map((type) => [type, order] as const)),
  ['uint32', 'BDAC'],
  ['uint48', 'EFABCD'],
];

it.each(words)('gives the bits of a word of type %s in order %s addresses at which those very bits are read', (dataType, byteOrder) => {
  const word = registerPoint(100, { dataType, ...(byteOrder === null ? {} : { byteOrder }) });
  const bits = bitsOf(word);
  const { address, count } = layout(word);
  expect(bits).toHaveLength(16 * count);
  for (const [bit] of bits.entries()) {
    const value = BigInt.asIntN(dataType.startsWith('u') ? 65 : 16 * count, 1n << BigInt(bit));
    const encoded = encodeRegisters(layout(word), dataType.endsWith('64') ? value : Number(value));
    if (!('registers' in encoded)) throw new Error(`bit ${bit} of ${dataType} can't be encoded`);
    const read = bits.map((point) => decodeRegisters(layout(point), encoded.registers, layout(point).address.address - address.address)?.value === true);
    expect(read.indexOf(true)).toBe(bit);
    expect(read.lastIndexOf(true)).toBe(bit);
  }
});

it.each(words)('finds those points as the bits of a word of type %s in order %s, and says which', (dataType, byteOrder) => {
  const word = registerPoint(100, { dataType, ...(byteOrder === null ? {} : { byteOrder }) });
  const bits = bitsOf(word);
  expect(wordBits.find([...bits.toReversed(), word], DEVICE).get(word.id)).toEqual(bits.map(({ id }, bit) => ({ pointId: id, bit, count: 1 })));
});

it('takes fields of bits as parts of the word, and bits of other registers, tables and types as none', () => {
  const word = registerPoint(7, { dataType: 'uint16' });
  const field = registerPoint(7, { dataType: 'uint16', bit: 4, bitCount: 3 });
  const float = registerPoint(20, { dataType: 'float32' });
  const bit = (address: number, more: object = {}) => registerPoint(address, { dataType: 'boolean', bit: 2, ...more });
  const found = wordBits.find([word, field, float, bit(8), bit(20), bit(7, { table: 'input-register' }), registerPoint(7, { table: 'coil', dataType: 'boolean' })], DEVICE);
  expect([...found]).toEqual([[word.id, [{ pointId: field.id, bit: 4, count: 3 }]]]);
  expect(wordBits.addresses(float, DEVICE)).toBeNull();
  expect(wordBits.addresses(field, DEVICE)).toBeNull();
});

it('adds, renames and deletes named bits behind their word, and leaves what is not told alone', () => {
  const word = registerPoint(7, { dataType: 'uint16', access: 'read-write' });
  const [ready, fault, kept] = [0, 3, 5].map((bit) => ({ ...registerPoint(7, { dataType: 'boolean', bit }), name: `old ${bit}` }));
  if (!ready || !fault || !kept) throw new Error('no points');
  const after = registerPoint(9, { dataType: 'uint16' });
  const points = [ready, word, fault, kept, after];
  let ids = 0;
  const there = bitPoints(word, wordBits.find(points, DEVICE));
  const addresses = wordBits.addresses(word, DEVICE) ?? [];
  const named = nameBits(points, word, there, addresses, [{ bit: 9, name: 'Remote' }, { bit: 0, name: 'Ready' }, { bit: 3, name: '' }, { bit: 4, name: '' }, { bit: 1, name: 'On' }], () => `00000000-0000-4000-8000-00000000000${(ids += 1)}`);
  expect(named).toMatchObject({ added: 2, renamed: 1, removed: 1 });
  expect(named.points.map(({ name }) => name)).toEqual(['Ready', word.name, 'On', 'Remote', 'old 5', after.name]);
  expect(named.points[2]).toMatchObject({ dataType: 'boolean', access: 'read-write', address: { table: 'holding-register', address: 7, bit: 1 } });
  expect(named.points[0]).toEqual({ ...ready, name: 'Ready' });
});
