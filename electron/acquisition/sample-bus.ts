import type { DriverLog } from '../protocols/protocol';
import type { Sample } from '../../shared/domain/sample';

/** A sample on the bus, with what acquisition knows about it. */
export interface BusSample extends Sample {
  /** True when value or quality differ from the last changed sample of the point, by more than its deadband. */
  readonly changed: boolean;
  /** True when history keeps it; see `change-filter.ts` for what is left out. */
  readonly record: boolean;
}

export type SampleListener = (samples: readonly BusSample[]) => void;

/**
 * Carries every sample of a tenant to whoever wants them: history, processing, routes, screens. Samples of one point
 * come in the order of their capture; in one batch a point may come twice. Listeners run at once, in the order of their
 * subscription, and must be quick; an error in one is logged and reaches neither the publisher nor the others.
 */
export class SampleBus {
  readonly #listeners = new Set<SampleListener>();
  readonly #log: DriverLog;
  #published = 0;

  constructor(log: DriverLog) {
    this.#log = log;
  }

  /** Samples published since the start, for metrics. */
  get published(): number {
    return this.#published;
  }

  publish(samples: readonly BusSample[]): void {
    if (samples.length === 0) return;
    this.#published += samples.length;
    for (const listener of this.#listeners) {
      try {
        listener(samples);
      } catch (error) {
        this.#log.error(`A receiver of samples failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  }

  /** Returns the end of the subscription. */
  subscribe(listener: SampleListener): () => void {
    // Wrapped, so that one function may subscribe twice.
    const own: SampleListener = (samples) => {
      listener(samples);
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }
}
