import type { SimulatorWrite } from '../../../shared/contract/simulators';
import type { EventSubscription } from '../../doors/contract-engine';
import { PendingItems } from './pending-items';

/** Writes that a new reader begins with. */
const FIRST_WRITES = 200;

interface Reader {
  readonly simulatorId: string;
  readonly pending: PendingItems<SimulatorWrite>;
}

/** The topic `simulatorWrites`: every write of a client to one simulator in its order; older ones are still to be had by `simulator.writes`. */
export class SimulatorWritesTopic {
  private readonly readers = new Set<Reader>();

  constructor(private readonly recent: (simulatorId: string, limit: number) => SimulatorWrite[]) {}

  publish(write: SimulatorWrite): void {
    for (const { simulatorId, pending } of this.readers) if (simulatorId === write.simulatorId) pending.add(write);
  }

  subscribe(simulatorId: string, onPending: () => void): EventSubscription {
    const reader: Reader = { simulatorId, pending: new PendingItems(this.recent(simulatorId, FIRST_WRITES), onPending) };
    this.readers.add(reader);
    onPending();
    return {
      take: () => reader.pending.take(),
      close: () => {
        this.readers.delete(reader);
      },
    };
  }
}
