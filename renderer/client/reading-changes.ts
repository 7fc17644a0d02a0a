import type { Device } from '../../shared/domain/device';
import type { Point } from '../../shared/domain/point';
import { changedItems } from '../../shared/domain/changed-items';
import type { Micros } from '../../shared/domain/time';

/**
 * Since when points are read as they are now: values from before a point was given another address, type or scaling say
 * nothing about it. Kept while the window is open, and told the project with each of its changes.
 */
export class ReadingChanges {
  readonly #since = new Map<string, Micros>();
  #projectId: string | null = null;
  #devices: readonly Device[] = [];

  /** Null for a point that was not changed so. */
  sinceOf(pointId: string): Micros | null {
    return this.#since.get(pointId) ?? null;
  }

  follow(project: { readonly id: string; readonly devices: readonly Device[] } | null, now: Micros): void {
    const before = project?.id === this.#projectId ? this.#devices : [];
    if (project?.id !== this.#projectId) this.#since.clear();
    this.#projectId = project?.id ?? null;
    this.#devices = project?.devices ?? [];
    const { now: later, earlier } = changedItems(before, this.#devices);
    const known = new Map(earlier.map((device) => [device.id, device.points]));
    for (const { item } of later) this.#compare(known.get(item.id) ?? [], item.points, now);
  }

  #compare(before: readonly Point[], after: readonly Point[], now: Micros): void {
    const { now: later, earlier } = changedItems(before, after);
    const known = new Map(earlier.map((point) => [point.id, point]));
    for (const { item } of later) {
      const then = known.get(item.id);
      if (then !== undefined && !readsTheSame(then, item)) this.#since.set(item.id, now);
    }
  }
}

function readsTheSame(before: Point, after: Point): boolean {
  return before.dataType === after.dataType && before.scale === after.scale && before.offset === after.offset && (before.address === after.address || JSON.stringify(before.address) === JSON.stringify(after.address));
}
