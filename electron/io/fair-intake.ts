/** Octets that are handed on at once: more than any request or answer of the protocols has, beside files and histories. */
export const PIECE_OCTETS = 4096;
/** After a piece others have this many times as long as it took, up to a bound. */
const REST_FACTOR = 4;
const LONGEST_REST_MS = 100;

export interface IntakeSource {
  pause(): void;
  resume(): void;
}

/**
 * Hands octets on as they come; those of a flood in pieces, with turns for everybody else between them. Without it a peer
 * that sends as fast as it can would hold the process: one wake-up of a socket reads up to 32 buffers.
 */
export class FairIntake {
  #held: Uint8Array[] = [];
  #paused = false;
  #onDone: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;

  constructor(
    private readonly source: IntakeSource,
    private readonly deliver: (octets: Uint8Array) => void,
  ) {}

  take(octets: Uint8Array): void {
    if (this.#held.length === 0 && !this.#paused && octets.length <= PIECE_OCTETS) {
      this.deliver(octets);
      return;
    }
    this.#held.push(octets);
    if (this.#paused) return;
    this.#paused = true;
    this.source.pause();
    this.#next();
  }

  /** No more will come: `onDone` once what is held was handed on, or dropped. */
  end(onDone: () => void): void {
    if (this.#held.length === 0) onDone();
    else this.#onDone = onDone;
  }

  /** Forgets what is held. */
  drop(): void {
    this.#held = [];
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    const onDone = this.#onDone;
    this.#onDone = undefined;
    onDone?.();
  }

  #next(): void {
    const [first] = this.#held;
    if (first === undefined) {
      this.#paused = false;
      if (this.#onDone === undefined) this.source.resume();
      else this.drop();
      return;
    }
    if (first.length > PIECE_OCTETS) this.#held[0] = first.subarray(PIECE_OCTETS);
    else this.#held.shift();
    const since = performance.now();
    this.deliver(first.subarray(0, PIECE_OCTETS));
    const tookMs = performance.now() - since;
    if (tookMs < 1) this.#turn = setImmediate(() => this.#next());
    else this.#timer = setTimeout(() => this.#next(), Math.min(LONGEST_REST_MS, tookMs * REST_FACTOR));
  }
}
