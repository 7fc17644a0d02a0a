import * as fc from 'fast-check';
import { ADDRESS_TYPES, pointAddressSchema, TYPE_FACTS } from '../../electron/protocols/dnp3/point-address';
import type { Point } from '../../shared/domain/point';
import { pointsArbitrary } from './point-list-fixtures';

const variation = fc.option(fc.integer({ min: 1, max: 12 }));

const addressParts = fc.record({
  type: fc.constantFrom(...ADDRESS_TYPES),
  eventClass: fc.option(fc.constantFrom(0, 1, 2, 3)),
  staticVariation: variation,
  eventVariation: variation,
  eventDeadband: fc.option(fc.double({ min: 0, noDefaultInfinity: true, noNaN: true }).map((value) => (value === 0 ? 0 : value))),
  control: fc.constantFrom('latch', 'pulse', 'trip-close'),
  count: fc.integer({ min: 1, max: 255 }),
  onTimeMs: fc.nat(4_294_967_295),
  offTimeMs: fc.nat(4_294_967_295),
  command: fc.constantFrom('auto', 'int32', 'int16', 'float32', 'float64'),
  operate: fc.constantFrom('device', 'select', 'direct'),
  indexGap: fc.nat(3),
  type2: fc.nat(100),
});

/** DNP3 points with everything in every field; several may share an index, as points of different types do. */
export const dnp3PointsArbitrary: fc.Arbitrary<Point[]> = pointsArbitrary.chain((points) =>
  fc.tuple(...points.map(() => addressParts)).map((parts) => {
    const taken = new Map<string, number>();
    return points.map((point, at): Point => {
      const { indexGap, type2, ...address } = parts[at] ?? { ...ADDRESS, indexGap: 0, type2: 0 };
      const facts = TYPE_FACTS[address.type];
      // Few indexes, so that counters and their frozen ones meet; a type never has one twice.
      const index = taken.get(address.type) ?? indexGap;
      taken.set(address.type, index + 1 + indexGap);
      const dataType = facts.dataTypes[type2 % facts.dataTypes.length] ?? 'float64';
      return { ...point, address: pointAddressSchema.parse({ ...address, index }), dataType, access: facts.writable ? point.access : 'read' };
    });
  }),
);

const ADDRESS = { type: 'binary-input', eventClass: null } as const;
