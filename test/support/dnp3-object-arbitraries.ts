import * as fc from 'fast-check';
import type { Field, NumberType, ObjectBlock, ObjectRange, ObjectType, ObjectValue } from '../../electron/stacks/dnp3';

const NUMBERS: Readonly<Record<NumberType, fc.Arbitrary<number>>> = {
  u8: fc.integer({ min: 0, max: 0xff }),
  u16: fc.integer({ min: 0, max: 0xffff }),
  u32: fc.integer({ min: 0, max: 0xffff_ffff }),
  u48: fc.maxSafeInteger().map((value) => Math.abs(value) % 2 ** 48),
  i16: fc.integer({ min: -0x8000, max: 0x7fff }),
  i32: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
  f32: fc.float(),
  f64: fc.double(),
};

function fieldValues(field: Field): fc.Arbitrary<Partial<ObjectValue>> {
  if (field.kind === 'number') return NUMBERS[field.type].map((value) => ({ [field.key]: value }));
  return fc.tuple(fc.nat((1 << field.bits) - 1), fc.nat((1 << (8 - field.bits)) - 1)).map(([value, below]) => ({ value, [field.below]: below }));
}

/** Values that fit an object's layout. */
export function valuesOf(type: ObjectType): fc.Arbitrary<ObjectValue> {
  const { layout } = type;
  switch (layout.kind) {
    case 'none':
      return fc.constant({});
    case 'bits':
      return fc.nat((1 << layout.width) - 1).map((value) => ({ value }));
    case 'fields':
      return fc.tuple(...layout.fields.map(fieldValues)).map((parts) => parts.reduce<ObjectValue>((all, part) => ({ ...all, ...part }), {}));
    case 'string':
      return fc.uint8Array({ minLength: type.variation, maxLength: type.variation }).map((octets) => ({ octets }));
    case 'attribute':
      return fc.tuple(fc.integer({ min: 0, max: 254 }), fc.uint8Array({ maxLength: 60 })).map(([attributeType, octets]) => ({ attributeType, octets }));
    default:
      return fc.uint8Array({ maxLength: 60 }).map((octets) => ({ octets }));
  }
}

const size = fc.constantFrom<(1 | 2 | 4)[]>(1, 2, 4);

/** Ranges with data for so many objects. */
function ranges(type: ObjectType, count: number): fc.Arbitrary<ObjectRange> {
  const { kind } = type.layout;
  const start = (octets: 1 | 2 | 4) => fc.nat(2 ** (8 * octets) - 1 - count);
  const span: fc.Arbitrary<ObjectRange> = size.chain((octets) => start(octets).map((first) => ({ kind: 'range' as const, size: octets, start: first, stop: first + count - 1 })));
  const counted: fc.Arbitrary<ObjectRange> = size.map((octets) => ({ kind: 'count', size: octets, count }));
  const indexed: fc.Arbitrary<ObjectRange> = fc.tuple(size, size).map(([octets, prefix]) => ({ kind: 'indexed', size: octets, prefix, count }));
  if (kind === 'sized') return fc.oneof(fc.constant<ObjectRange>({ kind: 'free', count }), fc.tuple(size, size).map(([octets, prefix]): ObjectRange => ({ kind: 'sized', size: octets, prefix, count })));
  return kind === 'bits' ? fc.oneof(span, counted) : fc.oneof(span, counted, indexed);
}

/** Blocks with data of an object, with every range that it may have. */
export function blocksOf(type: ObjectType, maxCount = 20): fc.Arbitrary<ObjectBlock> {
  return fc.array(valuesOf(type), { minLength: 1, maxLength: maxCount }).chain((values) =>
    ranges(type, values.length).chain((range) => {
      const indexes = range.kind === 'indexed' ? fc.array(fc.nat(2 ** (8 * range.prefix) - 1), { minLength: values.length, maxLength: values.length }) : fc.constant<number[]>([]);
      return indexes.map((own) => ({
        group: type.group,
        variation: type.variation,
        range,
        entries: values.map((value, i) => ({ index: range.kind === 'indexed' ? own[i]! : range.kind === 'range' ? range.start + i : i, value })),
      }));
    }),
  );
}
