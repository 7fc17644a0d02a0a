import type { WireSample } from '../../shared/domain/sample';
import type { Client } from './client';
import { KeyedStore } from './store';

/** Time in which changes of what is shown are gathered before the engine is asked for another set. */
const GATHER_MS = 40;
/** As many points as one subscription may name. */
const MOST_POINTS = 10_000;

/**
 * The newest sample of each point that a screen shows. What is watched is subscribed to, in one subscription for the
 * whole window; scrolling asks for the new set first and leaves the old one after.
 */
export class SampleStore {
  readonly samples = new KeyedStore<WireSample>();
  readonly #watched = new Map<string, number>();
  #end: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: Client) {}

  /** Watches points until the returned function is called. */
  watch(pointIds: readonly string[]): () => void {
    for (const id of pointIds) this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    this.#schedule();
    return () => {
      for (const id of pointIds) {
        const left = (this.#watched.get(id) ?? 0) - 1;
        if (left > 0) this.#watched.set(id, left);
        else this.#watched.delete(id);
      }
      this.#schedule();
    };
  }

  /** Forgets every value: they are another tenant's or another project's. */
  clear(): void {
    this.samples.retain(() => false);
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#resubscribe();
    }, GATHER_MS);
  }

  #resubscribe(): void {
    const before = this.#end;
    const pointIds = [...this.#watched.keys()].slice(0, MOST_POINTS);
    this.#end =
      pointIds.length === 0
        ? undefined
        : this.client.subscribe('samples', { pointIds }, (samples) => {
            this.samples.setMany(samples.map((sample) => [sample.pointId, sample] as const));
          });
    before?.();
    // Values of points that nobody shows any more would only grow old.
    this.samples.retain((id) => this.#watched.has(id));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#end?.();
    this.#end = undefined;
  }
}
