import type { EventSubscription } from '../../doors/contract-engine';

interface Reader {
  readonly pending: Set<string>;
  onPending(): void;
}

/**
 * A topic of things with a state each (devices, lines, jobs). What waits for a reader is only which things changed; their
 * state is read when it is taken, so a slow reader gets the newest.
 */
export class KeyedTopic<T> {
  private readonly readers = new Set<Reader>();

  constructor(
    private readonly keys: () => Iterable<string>,
    private readonly read: (key: string) => T | null,
  ) {}

  get hasReaders(): boolean {
    return this.readers.size > 0;
  }

  changed(key: string): void {
    for (const reader of this.readers) {
      reader.pending.add(key);
      reader.onPending();
    }
  }

  /** Everything changed, such as when another project was opened. */
  changedAll(): void {
    for (const key of this.keys()) this.changed(key);
  }

  subscribe(onPending: () => void): EventSubscription {
    const reader: Reader = { pending: new Set(this.keys()), onPending };
    this.readers.add(reader);
    onPending();
    let first = true;
    return {
      take: () => {
        if (reader.pending.size === 0 && !first) return undefined;
        const states: T[] = [];
        for (const key of reader.pending) {
          const state = this.read(key);
          if (state !== null) states.push(state);
        }
        reader.pending.clear();
        // A thing that has gone since has no state: its going is told by the topic `project`.
        if (states.length === 0 && !first) return undefined;
        first = false;
        return states;
      },
      close: () => {
        this.readers.delete(reader);
      },
    };
  }
}
