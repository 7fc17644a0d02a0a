import type { EventSubscription } from '../../doors/contract-engine';
import type { LogEntry } from '../../../shared/contract/common';
import { PendingItems } from './pending-items';

/** Entries that a new reader begins with. */
const FIRST_ENTRIES = 500;

/** The topic `log`: every entry in its order; older ones than a slow reader gets are still to be had by `log.recent`. */
export class LogTopic {
  private readonly readers = new Set<PendingItems<LogEntry>>();

  constructor(private readonly recent: (limit: number) => LogEntry[]) {}

  publish(entry: LogEntry): void {
    for (const reader of this.readers) reader.add(entry);
  }

  subscribe(onPending: () => void): EventSubscription {
    const reader = new PendingItems(this.recent(FIRST_ENTRIES), onPending);
    this.readers.add(reader);
    onPending();
    return {
      take: () => reader.take(),
      close: () => {
        this.readers.delete(reader);
      },
    };
  }
}
