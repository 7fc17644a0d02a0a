import { OUTCOME_NOT_RECORDED, type AuditRecord } from './audit-record';
import type { Micros } from '../../shared/domain/time';
import type { WireValue } from '../../shared/domain/value';

/** A write to a device as trends mark it. */
export interface WriteMarker {
  readonly pointId: string;
  readonly time: Micros;
  readonly user: string;
  readonly oldValue: WireValue;
  readonly newValue: WireValue;
  readonly outcome: string;
}

const MOST_WRITES = 50_000;
const MOST_POINTS = 100_000;
/** Writes under way, and those whose outcome was lost: one a crash, mostly. */
const MOST_OPEN = 10_000;
/** At most this many markers are answered at once; the newest. */
const MOST_ANSWERED = 5000;

/**
 * The newest writes of a trail in memory, in the order in which they were made. A write counts once: by its outcome, and
 * by what it was meant to be where there is none. Bounded.
 */
export class WriteIndex {
  private writes: WriteMarker[] = [];
  private readonly lastOf = new Map<string, WriteMarker>();
  private readonly open = new Map<string, WriteMarker>();

  add({ time, user, write }: AuditRecord): void {
    if (write === null) return;
    const { command, ...about } = write;
    const marker: WriteMarker = { ...about, time, user };
    if (command !== undefined) this.follow(command, marker);
    this.writes.push(marker);
    // Cut in large pieces, so that a full index does not copy itself with every write.
    if (this.writes.length > MOST_WRITES * 1.2) this.writes = this.writes.slice(-MOST_WRITES);
    this.lastOf.delete(write.pointId);
    this.lastOf.set(write.pointId, marker);
    if (this.lastOf.size > MOST_POINTS) {
      const oldest = this.lastOf.keys().next();
      if (oldest.done !== true) this.lastOf.delete(oldest.value);
    }
  }

  /** The outcome takes the place of what was announced. */
  private follow(command: string, marker: WriteMarker): void {
    const announced = this.open.get(command);
    if (announced === undefined) {
      if (marker.outcome !== OUTCOME_NOT_RECORDED) return;
      this.open.set(command, marker);
      if (this.open.size <= MOST_OPEN) return;
      const oldest = this.open.keys().next();
      if (oldest.done !== true) this.open.delete(oldest.value);
      return;
    }
    this.open.delete(command);
    const at = this.writes.lastIndexOf(announced);
    if (at >= 0) this.writes.splice(at, 1);
  }

  /** Writes of the points between two times, both included, in order. No points asked for: of all. */
  between(pointIds: readonly string[], from: Micros, to: Micros): WriteMarker[] {
    const wanted = pointIds.length === 0 ? null : new Set(pointIds);
    return this.writes.filter(({ pointId, time }) => time >= from && time <= to && (wanted === null || wanted.has(pointId))).slice(-MOST_ANSWERED);
  }

  /** The newest write of a point; null when none is known. */
  last(pointId: string): WriteMarker | null {
    return this.lastOf.get(pointId) ?? null;
  }
}
