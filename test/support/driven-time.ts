import type { Clock } from '../../electron/protocols/protocol';
import type { Timers } from '../../electron/acquisition/timers';

interface Pending {
  readonly due: number;
  readonly order: number;
  readonly action: () => void;
}

/** A clock and its timers, moved by hand. Between two timers everything that was promised is let run. */
export class DrivenTime implements Clock, Timers {
  readonly #pending = new Set<Pending>();
  #now = 1000;
  #order = 0;

  constructor(private readonly epochMicros = 1_790_000_000_000_000) {}

  nowMicros(): number {
    return this.epochMicros + Math.round(this.#now * 1000);
  }

  monotonicMs(): number {
    return this.#now;
  }

  after(delayMs: number, action: () => void): () => void {
    const entry = { due: this.#now + delayMs, order: (this.#order += 1), action };
    this.#pending.add(entry);
    return () => {
      this.#pending.delete(entry);
    };
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Time goes by with nobody running, as in a stall of the process or the machine's sleep. */
  stall(ms: number): void {
    this.#now += ms;
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#pending].sort((one, other) => one.due - other.due || one.order - other.order)[0];
      if (next === undefined || next.due > end) break;
      this.#pending.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything run that is already promised. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
