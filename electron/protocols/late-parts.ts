/** What goes onto the wire in a frame's place, and when. */
export interface Damaged {
  /** Milliseconds from when the frame was due; rising. */
  readonly parts: readonly { readonly afterMs: number; readonly octets: Uint8Array }[];
  /** The connection is closed behind them. */
  readonly close: boolean;
}

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

/** One frame as it is sent: late by so much, cut, in single octets, with garbage behind it, twice. */
export interface Sending {
  readonly frame: Uint8Array;
  readonly delayMs: number;
  /** Octets of it that are sent; null: all. */
  readonly keep: number | 'half' | null;
  /** Milliseconds between single octets; null: in one piece. */
  readonly splitMs: number | null;
  /** Milliseconds until it comes again; null: it does not. */
  readonly againMs: number | null;
  /** Octets of chance behind it. */
  readonly garbage: number;
}

/** The parts of one frame in the order and at the times they are sent. `random` gives 0 to below 1. */
export function partsOf({ frame, delayMs, keep, splitMs, againMs, garbage }: Sending, random: () => number): Damaged {
  const shortened = keep === null ? frame : frame.subarray(0, keep === 'half' ? Math.floor(frame.length / 2) : keep);
  const octets = garbage === 0 ? shortened : Uint8Array.from([...shortened, ...Array.from({ length: garbage }, () => Math.floor(random() * 256))]);
  const first = splitMs === null ? [{ afterMs: delayMs, octets }] : Array.from(octets, (octet, at) => ({ afterMs: delayMs + at * splitMs, octets: Uint8Array.of(octet) }));
  const last = first.at(-1)?.afterMs ?? delayMs;
  const parts = againMs === null ? first : [...first, { afterMs: last + againMs, octets: Uint8Array.from(octets) }];
  return { parts: parts.filter((part) => part.octets.length > 0), close: false };
}
