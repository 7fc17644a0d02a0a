import { isSerial } from './line-settings';
import { explainDevice } from './device-doctor';
import { silence, silenceCauses } from './trouble-words';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Micros } from '../../../shared/domain/time';
import type { Clock, DeviceContext } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { LineView } from './line-view';
import type { Explanation } from './silence-doctor';

const FIRST_PROBE_MS = 2000;
const LONGEST_PROBE_MS = 30_000;

export interface SilenceWatchParts {
  readonly line: LineView;
  readonly settings: DeviceSettings;
  readonly clock: Clock;
  readonly guard: DeviceContext['guard'];
  /** Shows that the outstation is silent: why, as far as it is known, and when it is tried again. */
  readonly onSilent: (reason: string, nextTryAt: Micros) => void;
}

/** What is done about an outstation that does not answer on an open line: it is asked again at growing intervals, and the doctor looks why, once a connection. */
export class SilenceWatch {
  readonly #parts: SilenceWatchParts;
  #timer: NodeJS.Timeout | null = null;
  #probeMs = FIRST_PROBE_MS;
  #nextTryAt: Micros = 0;
  #looked = false;
  #looking: AbortController | null = null;
  #found: Explanation | null = null;
  #error: Diagnostics['lastError'] = null;

  constructor(parts: SilenceWatchParts) {
    this.#parts = parts;
  }

  /** The last silence in words, until it answers. */
  get lastError(): Diagnostics['lastError'] {
    return this.#error;
  }

  /** The line was opened: nothing is known of it yet. */
  opened(): void {
    this.stop();
    this.#probeMs = FIRST_PROBE_MS;
    this.#looked = false;
    this.#found = null;
  }

  /** It answers. */
  answered(): void {
    this.stop();
    this.#probeMs = FIRST_PROBE_MS;
    this.#found = null;
    this.#error = null;
  }

  /** It is silent. `again` asks it once more after a pause; null where something else does. */
  silent(again: (() => void) | null): void {
    const pauseMs = this.#probeMs;
    this.#probeMs = Math.min(pauseMs * 2, LONGEST_PROBE_MS);
    this.#nextTryAt = this.#parts.clock.nowMicros() + pauseMs * 1000;
    this.#show();
    // On a bus every question of the doctor would hold up the others: there it is asked for by hand.
    if (!this.#looked && !isSerial(this.#parts.line.settings)) this.#look();
    if (again !== null) this.after(pauseMs, again);
  }

  /** What explains the silence, as somebody asked to know it now. */
  async explain(signal: AbortSignal): Promise<Explanation> {
    const { line, settings, clock } = this.#parts;
    const found = await explainDevice(line, settings, clock, signal);
    if (!signal.aborted && this.#error !== null) {
      this.#found = found;
      this.#show();
    }
    return found;
  }

  after(ms: number, action: () => void): void {
    this.#stopTimer();
    this.#timer = setTimeout(
      this.#parts.guard(() => {
        this.#timer = null;
        action();
      }),
      ms,
    );
  }

  stop(): void {
    this.#stopTimer();
    this.#looking?.abort();
    this.#looking = null;
  }

  #look(): void {
    this.#looked = true;
    const looking = new AbortController();
    this.#looking = looking;
    this.explain(looking.signal).then(
      () => {
        if (this.#looking === looking) this.#looking = null;
      },
      // What is thrown in it is this device's trouble.
      this.#parts.guard((cause: unknown) => {
        throw cause;
      }),
    );
  }

  #show(): void {
    const { line, settings, clock, onSilent } = this.#parts;
    const [suggestion] = this.#found?.suggestions ?? [];
    const diagnosis = this.#found?.diagnosis ?? null;
    const silent = silence(line.settings, settings);
    const unexplained = this.#found === null ? silent : `${silent.replace(/\. Test the connection.*/, '')}. Swapped addresses, the self address and usual addresses were tried too, and nobody answered`;
    const message = diagnosis === null ? unexplained : suggestion === undefined ? diagnosis : `${diagnosis}. ${suggestion.title}`;
    const causes = diagnosis === null ? silenceCauses(line.settings, settings) : (this.#found?.suggestions ?? []).map(({ title, how }) => `${title}: ${how}`);
    this.#error = { time: clock.nowMicros(), message, causes };
    onSilent(message, this.#nextTryAt);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
