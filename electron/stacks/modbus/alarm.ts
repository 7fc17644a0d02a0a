/**
 * One timer for the earliest of the times it is set to. It is left running when that time is no longer of interest:
 * setting and clearing one for each request would cost more than a tick that finds nothing to do.
 */
export class Alarm {
  readonly #ring: (now: number) => void;
  readonly #clock: () => number;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #at = Number.POSITIVE_INFINITY;
  #closed = false;

  /** `clock` in milliseconds, monotonic; `performance.now()` unless given. */
  constructor(ring: (now: number) => void, clock: () => number = () => performance.now()) {
    this.#ring = ring;
    this.#clock = clock;
  }

  /** Rings at or soon after this time. Setting a later time than the one set changes nothing. */
  set(at: number): void {
    if (this.#closed || at >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    const ms = Math.max(1, Math.ceil(at - this.#clock()));
    // What came while the process was busy waits in the socket: it is read before the time is judged.
    this.#timer = setTimeout(() => {
      this.#immediate = setImmediate(() => this.#fire());
    }, ms);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }

  #fire(): void {
    // Set anew between the timer and now: that one is early enough for this tick too.
    clearTimeout(this.#timer);
    this.#at = Number.POSITIVE_INFINITY;
    this.#ring(this.#clock());
  }
}
