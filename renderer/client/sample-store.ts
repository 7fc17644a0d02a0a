import type { WireSample } from '../../shared/domain/sample';
import type { Client } from './client';
import { KeyedStore } from './store';

/** What is shown must have rested so long before the engine is asked for another set, milliseconds. */
const REST_MS = 40;
/** While it never rests, as in a long scroll, the engine is asked this often. */
const LONGEST_MS = 200;
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
  #changedSince: number | undefined;

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
    const now = performance.now();
    this.#changedSince ??= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#changedSince = undefined;
        this.#resubscribe();
      },
      Math.min(REST_MS, Math.max(0, this.#changedSince + LONGEST_MS - now)),
    );
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
