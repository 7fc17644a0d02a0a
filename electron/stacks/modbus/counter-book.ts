import { ROUND_TRIP_BINS_MS, type ModbusCounters } from './counters';

/** Keeps a session's counters, its session adds to them; `snapshot` copies them out. */
export class CounterBook {
  requests = 0;
  responses = 0;
  timeouts = 0;
  crcErrors = 0;
  badFrames = 0;
  lateAnswers = 0;
  strayAnswers = 0;
  retries = 0;
  octetsOut = 0;
  octetsIn = 0;
  busyMs = 0;
  readonly #exceptions = new Map<number, number>();
  readonly #histogram: number[] = Array.from({ length: ROUND_TRIP_BINS_MS.length + 1 }, () => 0);
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  /** An exception answer; codes are one octet, so the map is bounded. */
  exception(code: number): void {
    this.#exceptions.set(code, (this.#exceptions.get(code) ?? 0) + 1);
  }

  roundTrip(ms: number): void {
    this.#count += 1;
    this.#sum += ms;
    if (ms < this.#min) this.#min = ms;
    if (ms > this.#max) this.#max = ms;
    let bin = 0;
    while (bin < ROUND_TRIP_BINS_MS.length && ms > (ROUND_TRIP_BINS_MS[bin] ?? 0)) bin += 1;
    this.#histogram[bin] = (this.#histogram[bin] ?? 0) + 1;
  }

  /** `characterMs`: the time of one octet on a serial line, 0 elsewhere. */
  snapshot(characterMs: number): ModbusCounters {
    const { requests, responses, timeouts, crcErrors, badFrames, lateAnswers, strayAnswers, retries, octetsOut, octetsIn, busyMs } = this;
    return {
      requests,
      responses,
      timeouts,
      crcErrors,
      badFrames,
      lateAnswers,
      strayAnswers,
      retries,
      octetsOut,
      octetsIn,
      busyMs,
      wireMs: (octetsIn + octetsOut) * characterMs,
      exceptions: Object.fromEntries(this.#exceptions),
      roundTrip: {
        count: this.#count,
        minMs: this.#count === 0 ? 0 : this.#min,
        meanMs: this.#count === 0 ? 0 : this.#sum / this.#count,
        maxMs: this.#max,
        histogram: [...this.#histogram],
      },
    };
  }
}
