import type { SampleStore } from '../../client/sample-store';

/**
 * Follows which rows are on screen: watches their samples and no others, and hands over the rows that are new to the
 * screen once it has rested. Owns a timer and a watch: call {@link close}.
 */
export class ShownRows {
  #keys: readonly string[] = [];
  /** The rows on screen that the last rest knew of. */
  #settled: ReadonlySet<string> = new Set();
  #leave: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param restMs time without a change after which `onFresh` is told, milliseconds
   * @param onFresh is given the rows that came since the last rest and are still there; never none
   */
  constructor(
    private readonly samples: SampleStore,
    private readonly restMs: number,
    private readonly onFresh: (keys: readonly string[]) => void,
  ) {}

  /** Takes the rows that are on screen now. */
  show(keys: readonly string[]): void {
    if (keys === this.#keys) return;
    this.#keys = keys;
    // The new ones first: points that stay on screen are never without a watch.
    const leave = this.#leave;
    this.#leave = keys.length === 0 ? undefined : this.samples.watch(keys);
    leave?.();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const fresh = keys.filter((key) => !this.#settled.has(key));
      this.#settled = new Set(keys);
      if (fresh.length > 0) this.onFresh(fresh);
    }, this.restMs);
  }

  /** Watches nothing more; {@link show} begins anew. */
  close(): void {
    clearTimeout(this.#timer);
    this.#leave?.();
    this.#leave = undefined;
    this.#keys = [];
    this.#settled = new Set();
  }
}
