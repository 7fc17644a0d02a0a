import { PollGroup } from './poll-group';
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
}

/** Polls one device: its points grouped by interval, a {@link PollGroup} each. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #groups = new Map<number, { group: PollGroup; points: readonly Point[] }>();
  #late = 0;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Turns left out since the start because the device was still being read. */
  get late(): number {
    return this.#late;
  }

  /** Groups whose interval stays keep their rhythm. */
  setPoints(points: readonly Point[], deviceIntervalMs: number): void {
    const byInterval = new Map<number, Point[]>();
    for (const point of points) {
      const interval = point.pollIntervalMs ?? deviceIntervalMs;
      const same = byInterval.get(interval);
      if (same === undefined) byInterval.set(interval, [point]);
      else same.push(point);
    }
    for (const [interval, { group }] of this.#groups) {
      if (byInterval.has(interval)) continue;
      group.close();
      this.#groups.delete(interval);
    }
    for (const [interval, members] of byInterval) {
      const existing = this.#groups.get(interval);
      if (existing === undefined) this.#open(interval, members);
      else existing.points = members;
    }
  }

  close(): void {
    for (const { group } of this.#groups.values()) group.close();
    this.#groups.clear();
  }

  #open(intervalMs: number, points: readonly Point[]): void {
    const { clock, timers, nextPhase, read } = this.#options;
    const group = new PollGroup({
      intervalMs,
      phase: nextPhase(),
      clock,
      timers,
      read: () => read(this.#groups.get(intervalMs)?.points ?? []),
      onLate: (count) => {
        this.#late += count;
      },
    });
    this.#groups.set(intervalMs, { group, points });
  }
}
