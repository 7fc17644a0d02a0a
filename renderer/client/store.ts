import { useCallback, useSyncExternalStore } from 'react';

/** A value that screens can watch. Listeners run at once, in the order they came. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}

/** The value of a store; the component renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/**
 * A part of a store. The component renders again only when the part itself differs, so `select` must answer the same
 * object while nothing changed (a primitive, or something that lies in the store).
 */
export function useStorePart<T, P>(store: Store<T>, select: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** Many values by key, each watched by itself: a change of one renders only what shows that one. */
export class KeyedStore<V> {
  readonly #values = new Map<string, V>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #anyListeners = new Set<() => void>();
  #all: readonly V[] | undefined;

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  /** All values; the same array until one changes. */
  all = (): readonly V[] => (this.#all ??= [...this.#values.values()]);

  /** Sets several values, then tells each key's listeners once. */
  setMany(entries: Iterable<readonly [string, V]>): void {
    const changed: string[] = [];
    for (const [key, value] of entries) {
      if (Object.is(this.#values.get(key), value)) continue;
      this.#values.set(key, value);
      changed.push(key);
    }
    this.#tell(changed);
  }

  /** Forgets every key that `keep` does not want. */
  retain(keep: (key: string) => boolean): void {
    const gone = [...this.#values.keys()].filter((key) => !keep(key));
    for (const key of gone) this.#values.delete(key);
    this.#tell(gone);
  }

  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  subscribeAll = (listener: () => void): (() => void) => {
    this.#anyListeners.add(listener);
    return () => {
      this.#anyListeners.delete(listener);
    };
  };

  #tell(keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.#all = undefined;
    for (const key of keys) for (const listener of this.#listeners.get(key) ?? []) listener();
    for (const listener of this.#anyListeners) listener();
  }
}

/** The value under a key; the component renders again when that value changes and for no other. */
export function useKeyed<V>(store: KeyedStore<V>, key: string): V | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => store.get(key));
}

/** All values of a keyed store. */
export function useAllKeyed<V>(store: KeyedStore<V>): readonly V[] {
  return useSyncExternalStore(store.subscribeAll, store.all);
}
