import type { Damaged } from './damage-answer';

/** Parts of answers that may wait at once; more are lost. */
const MOST_WAITING = 10_000;

/** Sends the parts of damaged answers when they are due. Whoever made it closes it. */
export class LateParts {
  readonly #timers = new Set<NodeJS.Timeout>();

  send({ parts, close }: Damaged, send: (octets: Uint8Array) => void, closeChannel: () => void): void {
    for (const { afterMs, octets } of parts) {
      if (afterMs <= 0) send(octets);
      else this.#later(afterMs, () => send(octets));
    }
    if (close) closeChannel();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(afterMs: number, action: () => void): void {
    if (this.#timers.size >= MOST_WAITING) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, afterMs);
    this.#timers.add(timer);
  }
}
