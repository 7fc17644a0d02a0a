import type { Clock } from '../protocols/protocol';
import type { Timers } from './timers';

/** The first reading of a slow group comes within this time, not after its first whole interval. */
const FIRST_READING_WITHIN_MS = 1000;

export interface PollGroupOptions {
  readonly intervalMs: number;
  /** 0 to 1: where in the interval this group reads, so that many devices don't read at once. */
  readonly phase: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** One reading. Must not reject: the owner handles its errors. */
  readonly read: () => Promise<void>;
  /** Readings that could not begin when they were due. */
  readonly onLate: (count: number) => void;
}

/**
 * The points of a device with one poll interval. Reading n is due at start + n x interval by the monotonic clock,
 * so delays never add up. A group that is still being read when it is due again is late: that turn is counted and left
 * out, so that requests never pile up.
 */
export class PollGroup {
  readonly #options: PollGroupOptions;
  readonly #start: number;
  #turn = 0;
  #reading = false;
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(options: PollGroupOptions) {
    this.#options = options;
    const { intervalMs, phase, clock } = options;
    const now = clock.monotonicMs();
    this.#start = now + intervalMs * phase;
    if (intervalMs * phase > FIRST_READING_WITHIN_MS) {
      this.#schedule(now + FIRST_READING_WITHIN_MS * phase, () => {
        this.#read();
        this.#scheduleTurn();
      });
    } else {
      this.#scheduleTurn();
    }
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(due: number, action: () => void): void {
    if (this.#closed) return;
    const delay = Math.max(0, Math.ceil(due - this.#options.clock.monotonicMs()));
    this.#cancel = this.#options.timers.after(delay, action);
  }

  #scheduleTurn(): void {
    this.#schedule(this.#start + this.#turn * this.#options.intervalMs, () => {
      this.#onDue();
    });
  }

  #onDue(): void {
    const { intervalMs, clock, onLate } = this.#options;
    // After a stall (or the machine's sleep) the turns that went by are not made up for.
    const passed = Math.floor((clock.monotonicMs() - this.#start) / intervalMs) - this.#turn;
    const missed = Math.max(0, passed) + (this.#reading ? 1 : 0);
    if (missed > 0) onLate(missed);
    this.#turn += 1 + Math.max(0, passed);
    this.#scheduleTurn();
    this.#read();
  }

  #read(): void {
    if (this.#reading || this.#closed) return;
    this.#reading = true;
    void this.#options.read().finally(() => {
      this.#reading = false;
    });
  }
}
