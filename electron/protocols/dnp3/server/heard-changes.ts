import type { ChangeCapability, SourceChange } from '../../protocol';

type Listener = (change: SourceChange) => void;

/** Who listens to the changes of which outstation; it outlives outstations that are made anew. */
export class HeardChanges implements ChangeCapability {
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(private readonly exists: (unit: string) => boolean) {}

  listen(unit: string, listener: Listener): (() => void) | null {
    if (!this.exists(unit)) return null;
    const there = this.#listeners.get(unit) ?? new Set<Listener>();
    this.#listeners.set(unit, there.add(listener));
    return () => {
      there.delete(listener);
      if (there.size === 0 && this.#listeners.get(unit) === there) this.#listeners.delete(unit);
    };
  }

  has(unit: string): boolean {
    return this.#listeners.has(unit);
  }

  tell(unit: string, change: SourceChange): void {
    for (const listener of this.#listeners.get(unit) ?? []) listener(change);
  }
}
