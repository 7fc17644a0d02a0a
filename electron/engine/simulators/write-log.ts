import type { SimulatorWrite } from '../../../shared/contract/simulators';

const MOST_KEPT = 1000;

/** The newest writes of clients to one simulator. */
export class WriteLog {
  private readonly kept: SimulatorWrite[] = [];
  private count = 0;

  get total(): number {
    return this.count;
  }

  add(write: Omit<SimulatorWrite, 'seq'>): SimulatorWrite {
    this.count += 1;
    const entry = { seq: this.count, ...write };
    this.kept.push(entry);
    if (this.kept.length > MOST_KEPT) this.kept.shift();
    return entry;
  }

  /** Newest last. */
  recent(limit: number): SimulatorWrite[] {
    return this.kept.slice(-limit);
  }
}
