import type { Diagnostics } from '../../../shared/contract/devices';
import type { Micros } from '../../../shared/domain/time';
import { exceptionName } from '../../stacks/modbus';
import type { ExchangeResult } from './request-queue';
import { RoundTrips } from '../round-trips';
import type { Trouble } from './trouble-words';

/** What was asked of a device, or of all devices of a line, and what came back. */
export class Traffic {
  readonly roundTrips = new RoundTrips();
  readonly #exceptions = new Map<number, number>();
  #requests = 0;
  #responses = 0;
  #timeouts = 0;
  #damaged = 0;
  #bytesSent = 0;
  #bytesReceived = 0;
  #late = 0;
  #stray = 0;
  #lastError: { time: Micros; message: string; causes: string[] } | null = null;

  /** Counts one exchange, which was tried once. What was never sent counts as nothing. */
  note(result: ExchangeResult): void {
    const { request, response, roundTripMs, attempts } = result.exchange;
    if (attempts === 0) return;
    this.#requests += 1;
    this.#bytesSent += request.length;
    this.#bytesReceived += response?.length ?? 0;
    if (roundTripMs !== undefined) {
      this.#responses += 1;
      this.roundTrips.add(roundTripMs);
    }
    if (result.ok) return;
    const { failure } = result;
    if (failure.kind === 'exception') this.#exceptions.set(failure.code, (this.#exceptions.get(failure.code) ?? 0) + 1);
    if (failure.kind === 'timeout') this.#timeouts += 1;
    if (failure.kind === 'bad-frame') this.#damaged += 1;
  }

  /** Answers that were damaged on the way, as far as they can be told to be this device's. */
  get damaged(): number {
    return this.#damaged;
  }

  /** An answer came after its request was given up, or one that nobody asked for. */
  noteOdd(note: 'late' | 'stray'): void {
    if (note === 'late') this.#late += 1;
    else this.#stray += 1;
  }

  /** Keeps the last trouble. */
  trouble(time: Micros, { message, causes }: Trouble): void {
    this.#lastError = { time, message, causes: [...causes] };
  }

  diagnostics(): Diagnostics {
    return {
      requests: this.#requests,
      responses: this.#responses,
      timeouts: this.#timeouts,
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
      roundTripMs: this.roundTrips.summary(),
      histogram: this.roundTrips.histogram(),
      load: null,
      counters: [
        { label: 'Damaged answers', value: this.#damaged },
        { label: 'Late answers', value: this.#late },
        { label: 'Answers to nobody', value: this.#stray },
        ...[...this.#exceptions].sort(([a], [b]) => a - b).map(([code, value]) => ({ label: `Exception ${code}, ${exceptionName(code)}`, value })),
      ],
      lastError: this.#lastError,
    };
  }
}
