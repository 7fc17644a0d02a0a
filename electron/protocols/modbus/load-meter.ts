/** The window that the load is the share of, in seconds. */
const WINDOW_S = 60;

/** How much of the last minute a line was in use: time with at least one request on the wire. */
export class LoadMeter {
  /** Busy milliseconds by second, a ring. */
  readonly #busy = new Float64Array(WINDOW_S);
  readonly #seconds = new Float64Array(WINDOW_S).fill(-1);
  #inFlight = 0;
  #busySince = 0;
  readonly #startedMs: number;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
  }

  begin(nowMs: number): void {
    if (this.#inFlight === 0) this.#busySince = nowMs;
    this.#inFlight += 1;
  }

  end(nowMs: number): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    if (this.#inFlight === 0) this.#note(this.#busySince, nowMs);
  }

  /** 0 to 1. */
  load(nowMs: number): number {
    if (this.#inFlight > 0) {
      this.#note(this.#busySince, nowMs);
      this.#busySince = nowMs;
    }
    const now = Math.floor(nowMs / 1000);
    let busy = 0;
    for (let slot = 0; slot < WINDOW_S; slot += 1) {
      if (now - (this.#seconds[slot] ?? -1) < WINDOW_S && (this.#seconds[slot] ?? -1) >= 0) busy += this.#busy[slot] ?? 0;
    }
    const window = Math.min(WINDOW_S * 1000, Math.max(nowMs - this.#startedMs, 1000));
    return Math.min(1, busy / window);
  }

  #note(fromMs: number, toMs: number): void {
    const earliest = Math.max(fromMs, toMs - WINDOW_S * 1000);
    for (let second = Math.floor(earliest / 1000); second * 1000 < toMs; second += 1) {
      const slot = second % WINDOW_S;
      if (this.#seconds[slot] !== second) {
        this.#seconds[slot] = second;
        this.#busy[slot] = 0;
      }
      this.#busy[slot] = (this.#busy[slot] ?? 0) + Math.max(0, Math.min(toMs, (second + 1) * 1000) - Math.max(earliest, second * 1000));
    }
  }
}
