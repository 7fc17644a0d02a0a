import { isDeepStrictEqual } from 'node:util';
import { AdaptivePace } from './adaptive-pace';
import { PollGroup } from './poll-group';
import type { AdaptivePolling } from '../../shared/domain/device';
import type { Point } from '../../shared/domain/point';
import type { Clock } from '../protocols/protocol';
import type { Timers } from './timers';

export interface PollerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Where in its interval the next group reads, 0 to 1. */
  readonly nextPhase: () => number;
  /** One reading of these points. Must not reject. */
  readonly read: (points: readonly Point[]) => Promise<void>;
  /** How many requests reading these takes, where the driver can say. */
  readonly requestsFor: ((points: readonly Point[]) => number) | undefined;
}

interface Group {
  readonly group: PollGroup;
  readonly pace: AdaptivePace | null;
  points: readonly Point[];
}

/** Polls one device: its points grouped by interval, a {@link PollGroup} each. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #groups = new Map<number, Group>();
  #adaptive: AdaptivePolling | null = null;
  /** Of groups that are no more. */
  #savedBefore = 0;
  #late = 0;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Turns left out since the start because the device was still being read. */
  get late(): number {
    return this.#late;
  }

  /** Requests that adapting to the values spared; null where they are all polled at their interval. */
  get saved(): number | null {
    if (this.#adaptive === null) return null;
    let saved = this.#savedBefore;
    for (const { pace } of this.#groups.values()) saved += pace?.saved ?? 0;
    return saved;
  }

  /** A value was read, and changed or not. */
  note(pointId: string, changed: boolean): void {
    if (this.#adaptive === null) return;
    for (const { pace } of this.#groups.values()) pace?.note(pointId, changed);
  }

  /** Groups whose interval stays keep their rhythm. `adaptive`: how far the intervals may follow the values; null: not. */
  setPoints(points: readonly Point[], deviceIntervalMs: number, adaptive: AdaptivePolling | null): void {
    if (!isDeepStrictEqual(adaptive, this.#adaptive)) {
      this.#closeGroups();
      this.#adaptive = adaptive;
    }
    const byInterval = new Map<number, Point[]>();
    for (const point of points) {
      const interval = point.pollIntervalMs ?? deviceIntervalMs;
      const same = byInterval.get(interval);
      if (same === undefined) byInterval.set(interval, [point]);
      else same.push(point);
    }
    for (const [interval, group] of this.#groups) if (!byInterval.has(interval)) this.#closeGroup(interval, group);
    for (const [interval, members] of byInterval) {
      const existing = this.#groups.get(interval);
      if (existing === undefined) this.#open(interval, members);
      else existing.points = members;
    }
  }

  close(): void {
    this.#closeGroups();
  }

  #closeGroups(): void {
    for (const [interval, group] of this.#groups) this.#closeGroup(interval, group);
  }

  #closeGroup(interval: number, { group, pace }: Group): void {
    group.close();
    this.#savedBefore += pace?.saved ?? 0;
    this.#groups.delete(interval);
  }

  #open(intervalMs: number, points: readonly Point[]): void {
    const { clock, timers, nextPhase, read, requestsFor } = this.#options;
    const pace = this.#adaptive === null ? null : new AdaptivePace({ intervalMs, bounds: this.#adaptive, requestsFor });
    const group = new PollGroup({
      intervalMs: pace?.tickMs ?? intervalMs,
      phase: nextPhase(),
      clock,
      timers,
      read: () => {
        const members = this.#groups.get(intervalMs)?.points ?? [];
        return read(pace?.next(members) ?? members);
      },
      onLate: (count) => {
        this.#late += count;
        pace?.slowDown();
      },
    });
    this.#groups.set(intervalMs, { group, pace, points });
  }
}
