import type { EventSubscription } from '../../doors/contract-engine';

interface Reader {
  pending: boolean;
  onPending(): void;
}

/** A topic of one state (the project's revision, the arming, the metrics), read when it is taken. */
export class StateTopic<T> {
  private readonly readers = new Set<Reader>();

  constructor(private readonly read: () => T) {}

  get hasReaders(): boolean {
    return this.readers.size > 0;
  }

  changed(): void {
    for (const reader of this.readers) {
      reader.pending = true;
      reader.onPending();
    }
  }

  subscribe(onPending: () => void): EventSubscription {
    const reader: Reader = { pending: true, onPending };
    this.readers.add(reader);
    onPending();
    return {
      take: () => {
        if (!reader.pending) return undefined;
        reader.pending = false;
        return this.read();
      },
      close: () => {
        this.readers.delete(reader);
      },
    };
  }
}
