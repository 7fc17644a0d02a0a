import type { EventSubscription } from '../../doors/contract-engine';
import type { LogEntry } from '../../../shared/contract/common';

/** Entries that wait for a slow reader at most; older ones are still to be had by `log.recent`. */
const MOST_PENDING = 1000;
/** Entries that a new reader begins with. */
const FIRST_ENTRIES = 500;

interface Reader {
  pending: LogEntry[];
  onPending(): void;
}

/** The topic `log`: every entry in its order, the newest thousand for a slow reader. */
export class LogTopic {
  private readonly readers = new Set<Reader>();

  constructor(private readonly recent: (limit: number) => LogEntry[]) {}

  publish(entry: LogEntry): void {
    for (const reader of this.readers) {
      reader.pending.push(entry);
      if (reader.pending.length > MOST_PENDING) reader.pending.splice(0, reader.pending.length - MOST_PENDING);
      reader.onPending();
    }
  }

  subscribe(onPending: () => void): EventSubscription {
    const reader: Reader = { pending: this.recent(FIRST_ENTRIES), onPending };
    this.readers.add(reader);
    onPending();
    let first = true;
    return {
      take: () => {
        if (reader.pending.length === 0 && !first) return undefined;
        first = false;
        const entries = reader.pending;
        reader.pending = [];
        return entries;
      },
      close: () => {
        this.readers.delete(reader);
      },
    };
  }
}
