import type { LogEntry } from '../../../shared/contract/common';

/** The newest entries of one tenant's log, bounded: the oldest go first. */
export class LogRing {
  private readonly entries: LogEntry[] = [];
  private next = 0;
  private seq = 0;

  constructor(private readonly capacity = 5000) {}

  add(entry: Omit<LogEntry, 'seq'>): LogEntry {
    this.seq += 1;
    const kept = { seq: this.seq, ...entry };
    this.entries[this.next] = kept;
    this.next = (this.next + 1) % this.capacity;
    return kept;
  }

  /** The newest entries, newest last; of one device where it is given. */
  recent(limit: number, deviceId: string | null = null): LogEntry[] {
    const inOrder = this.entries.length < this.capacity ? this.entries : [...this.entries.slice(this.next), ...this.entries.slice(0, this.next)];
    const wanted = deviceId === null ? inOrder : inOrder.filter((entry) => entry.deviceId === deviceId);
    return wanted.slice(-limit);
  }
}
