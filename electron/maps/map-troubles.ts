import type { MapTrouble } from '../../shared/contract/map-tools';
import type { Point } from '../../shared/domain/point';
import type { AddressSpaceCapability, AddressSpan } from '../protocols/protocol';

export interface PlacedPoint {
  readonly point: Point;
  readonly span: AddressSpan | null;
}

/** Names that a message tells one by one. */
const NAMED = 3;

/** Points of the same name, at the same address, on addresses of others, and past the end of their table. */
export function findTroubles(placed: readonly PlacedPoint[], space: AddressSpaceCapability, textOf: (point: Point) => string): { troubles: MapTrouble[]; overlaps: AddressSpan[] } {
  const sizes = new Map(space.tables.map(({ id, size }) => [id, size]));
  const troubles: MapTrouble[] = [];
  const overlaps: AddressSpan[] = [];
  const places = groupBy(placed.flatMap(({ point, span }) => (span === null ? [] : [{ point, span }])), ({ span }) => `${span.table}:${span.from}+${span.count}.${span.bits ?? ''}`);
  for (const { point, span } of placed) {
    if (span === null) troubles.push({ kind: 'outside', pointIds: [point.id], message: `${point.name} has no address in any table` });
    else if (span.from + span.count > (sizes.get(span.table) ?? 0)) troubles.push({ kind: 'outside', pointIds: [point.id], message: `${point.name} at ${textOf(point)} reaches past the end of its table` });
  }
  for (const group of places.values()) {
    const [first] = group;
    if (first === undefined || group.length < 2) continue;
    overlaps.push(first.span);
    troubles.push({ kind: 'same-address', pointIds: group.map(({ point }) => point.id), message: `${named(group.map(({ point }) => point))} have the same address, ${textOf(first.point)}` });
  }
  overlapping(Array.from(places.values(), (group) => group[0]).filter((one) => one !== undefined), (one, other, shared) => {
    overlaps.push(shared);
    troubles.push({ kind: 'overlap', pointIds: [one.point.id, other.point.id], message: `${one.point.name} at ${textOf(one.point)} and ${other.point.name} at ${textOf(other.point)} share ${shared.count === 1 ? 'an address' : `${shared.count} addresses`}` });
  });
  for (const group of groupBy(placed.map(({ point }) => point), ({ name }) => name.trim()).values()) {
    if (group.length > 1) troubles.push({ kind: 'same-name', pointIds: group.map(({ id }) => id), message: `${group.length} points are named ${group[0]?.name ?? ''}: ${group.slice(0, NAMED).map(textOf).join(', ')}${group.length > NAMED ? ` and ${group.length - NAMED} more` : ''}` });
  }
  return { troubles, overlaps };
}

interface Placed {
  readonly point: Point;
  readonly span: AddressSpan;
}

/** Walks the distinct places by address, and keeps those open that reach on: a value takes few addresses, so few are open at a time. */
function overlapping(places: readonly Placed[], tell: (one: Placed, other: Placed, shared: AddressSpan) => void): void {
  const sorted = [...places].sort((a, b) => (a.span.table < b.span.table ? -1 : a.span.table > b.span.table ? 1 : a.span.from - b.span.from));
  let open: Placed[] = [];
  for (const place of sorted) {
    open = open.filter(({ span }) => span.table === place.span.table && span.from + span.count > place.span.from);
    for (const other of open) {
      if (!isInTheWay(other.span, place.span)) continue;
      const end = Math.min(other.span.from + other.span.count, place.span.from + place.span.count);
      tell(other, place, { table: place.span.table, from: place.span.from, count: end - place.span.from, bits: null });
    }
    open.push(place);
  }
}

/** A register and bits of it are usual: a status word beside its bits. Only bits with bits in common, or inside a longer value, are not. */
function isInTheWay(a: AddressSpan, b: AddressSpan): boolean {
  if (a.bits !== null && b.bits !== null) return (a.bits & b.bits) !== 0;
  if (a.bits === null && b.bits === null) return true;
  return (a.bits === null ? a : b).count > 1;
}

function named(points: readonly Point[]): string {
  const names = points.slice(0, NAMED).map(({ name }) => name);
  return points.length > NAMED ? `${names.join(', ')} and ${points.length - NAMED} more` : names.join(' and ');
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
