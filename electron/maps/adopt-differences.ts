import type { Point } from '../../shared/domain/point';
import type { Difference } from './compare-maps';
import { withFieldsOf } from './map-fields';
import type { MapProtocol } from './place-key';

export interface Chosen {
  readonly key: string;
  /** Of a changed point; null for all that differ. */
  readonly fields: readonly string[] | null;
}

export interface Adopted {
  readonly added: readonly Point[];
  readonly changed: ReadonlyMap<string, Point>;
  readonly removed: ReadonlySet<string>;
  /** What does not go, by the name of the point. */
  readonly problems: readonly string[];
}

/**
 * What taking chosen differences over does to the device's points. A point keeps its identity, so that its history and
 * its trends stay its own.
 * @param newId makes the identity of an added point
 */
export function adoptDifferences(differences: readonly Difference[], chosen: readonly Chosen[], protocol: MapProtocol, newId: () => string): Adopted {
  const byKey = new Map(differences.map((difference) => [difference.key, difference]));
  const added: Point[] = [];
  const changed = new Map<string, Point>();
  const removed = new Set<string>();
  const problems: string[] = [];
  for (const { key, fields } of chosen) {
    const difference = byKey.get(key);
    if (difference === undefined) {
      problems.push('a difference is gone: one of the two maps has changed; compare again');
      continue;
    }
    const { kind, before, after } = difference;
    if (kind === 'removed' && before !== null) removed.add(before.id);
    if (kind === 'added' && after !== null) take({ ...after, id: newId() }, protocol, problems, (point) => added.push(point));
    if (kind === 'changed' && before !== null && after !== null) {
      const wanted = new Set(difference.fields.map(({ field }) => field).filter((field) => fields === null || fields.includes(field)));
      const merged = withFieldsOf(before, after, wanted, protocol);
      if (merged === null) problems.push(`${before.name}: these parts of the address do not go together`);
      else take(merged, protocol, problems, (point) => changed.set(point.id, point));
    }
  }
  return { added, changed, removed, problems };
}

function take(point: Point, protocol: MapProtocol, problems: string[], keep: (point: Point) => unknown): void {
  const problem = protocol.checkPoint(point);
  if (problem === null) keep(point);
  else problems.push(`${point.name}: ${problem}`);
}
