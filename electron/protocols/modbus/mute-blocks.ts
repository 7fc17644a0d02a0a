import type { Clock } from '../protocol';
import type { ReadItem } from './planner';

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;
const LIMIT = 10_000;

/**
 * Blocks that a device which otherwise answers leaves unanswered (some stay silent where an exception is due). They are
 * asked at growing intervals only, because each costs a whole timeout. Once may be chance; the second time in a row counts.
 */
export class MuteBlocks {
  readonly #clock: Clock;
  readonly #until = new Map<string, { atMs: number; pauseMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isMute(block: ReadItem): boolean {
    const mute = this.#until.get(keyOf(block));
    return mute !== undefined && this.#clock.monotonicMs() < mute.atMs;
  }

  silent(block: ReadItem): void {
    const before = this.#until.get(keyOf(block));
    if (before === undefined && this.#until.size >= LIMIT) return;
    const pauseMs = before === undefined ? 0 : Math.min(Math.max(before.pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.#until.set(keyOf(block), { atMs: this.#clock.monotonicMs() + pauseMs, pauseMs });
  }

  answered(block: ReadItem): void {
    if (this.#until.size > 0) this.#until.delete(keyOf(block));
  }

  clear(): void {
    this.#until.clear();
  }
}

function keyOf(block: ReadItem): string {
  return `${block.table}:${block.address}+${block.count}`;
}
