import type { EventPath } from '../../../shared/contract/event-path';
import type { WireValue } from '../../../shared/domain/value';

/** A point that counts its changes by one: a gap in its events is events that were lost. */
export class CountingPoint {
  readonly pointId: string;
  #last: number | null = null;
  #counts = { events: 0, lost: 0, repeated: 0, restarts: 0 };

  constructor(pointId: string) {
    this.pointId = pointId;
  }

  take(value: WireValue, repeated: boolean): void {
    if (typeof value !== 'number') return;
    this.#counts.events += 1;
    const before = this.#last;
    if (repeated || value === before) {
      this.#counts.repeated += 1;
      return;
    }
    this.#last = value;
    if (before === null) return;
    if (value < before) this.#counts.restarts += 1;
    else this.#counts.lost += value - before - 1;
  }

  state(): NonNullable<EventPath['counting']> {
    return { pointId: this.pointId, ...this.#counts };
  }
}
