import type { Clock } from '../../protocol';

/** The outstation's own clock: the computer's until a master sets it, then off by what was set. */
export class StationClock {
  #offsetMs = 0;

  constructor(private readonly clock: Clock) {}

  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number {
    return Math.round(this.clock.nowMicros() / 1000 + this.#offsetMs);
  }

  set(time: number): void {
    this.#offsetMs = time - this.clock.nowMicros() / 1000;
  }
}
