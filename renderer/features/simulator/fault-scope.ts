import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { ServerDescription } from '../../../shared/contract/simulators';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { SimulatedUnit } from '../../../shared/domain/simulator';
import { groupingField } from '../register-map/build-rows';
import { countingField, registersOf } from '../register-map/point-series';

/** Whom a fault meets that is made from points: their unit, the table of the first, and the addresses of those in it, as far as the protocol's scope knows them. */
export function scopeOfPoints(points: readonly Point[], unit: SimulatedUnit, { faultScopeFields }: ServerDescription, protocol: ProtocolDescription): Opaque {
  const grouping = groupingField(protocol);
  const counting = countingField(protocol.addressFields);
  const [first] = points;
  const group = grouping === null ? null : first?.address[grouping.key];
  const spans = points.flatMap((point) => {
    const start = counting === null ? null : point.address[counting.key];
    if (typeof start !== 'number' || (grouping !== null && point.address[grouping.key] !== group)) return [];
    return [{ start, end: start + Math.max(1, registersOf(point)) - 1 }];
  });
  const from = spans.length === 0 ? null : Math.min(...spans.map(({ start }) => start));
  const to = spans.length === 0 ? null : Math.max(...spans.map(({ end }) => end));
  const known: Opaque = { ...unit.settings, ...first?.address, from, to };
  return Object.fromEntries(faultScopeFields.map(({ key }) => [key, known[key] ?? null]));
}
