import type { SimulatorWrite } from '../../../shared/contract/simulators';
import type { EventSubscription } from '../../doors/contract-engine';

/** Writes that wait for a slow reader at most; older ones are still to be had by `simulator.writes`. */
const MOST_PENDING = 1000;
/** Writes that a new reader begins with. */
const FIRST_WRITES = 200;

interface Reader {
  readonly simulatorId: string;
  pending: SimulatorWrite[];
  onPending(): void;
}

/** The topic `simulatorWrites`: every write of a client to one simulator in its order, the newest thousand for a slow reader. */
export class SimulatorWritesTopic {
  private readonly readers = new Set<Reader>();

  constructor(private readonly recent: (simulatorId: string, limit: number) => SimulatorWrite[]) {}

  publish(write: SimulatorWrite): void {
    for (const reader of this.readers) {
      if (reader.simulatorId !== write.simulatorId) continue;
      reader.pending.push(write);
      if (reader.pending.length > MOST_PENDING) reader.pending.shift();
      reader.onPending();
    }
  }

  subscribe(simulatorId: string, onPending: () => void): EventSubscription {
    const reader: Reader = { simulatorId, pending: this.recent(simulatorId, FIRST_WRITES), onPending };
    this.readers.add(reader);
    onPending();
    let first = true;
    return {
      take: () => {
        if (reader.pending.length === 0 && !first) return undefined;
        first = false;
        const writes = reader.pending;
        reader.pending = [];
        return writes;
      },
      close: () => {
        this.readers.delete(reader);
      },
    };
  }
}
