import type { SimulatedValue } from '../../../shared/contract/simulators';
import type { EventSubscription } from '../../doors/contract-engine';

interface Wanted {
  readonly simulatorId: string;
  readonly pointIds: readonly string[];
}

/** The topic `simulatorValues`: the values that a reader's points have now, those that differ from what it has seen. */
export class SimulatorValuesTopic {
  private readonly readers = new Set<() => void>();

  constructor(private readonly read: (simulatorId: string, pointIds: readonly string[]) => SimulatedValue[]) {}

  /** Values have moved on. */
  moved(): void {
    for (const pending of this.readers) pending();
  }

  subscribe({ simulatorId, pointIds }: Wanted, onPending: () => void): EventSubscription {
    const seen = new Map<string, SimulatedValue>();
    let first = true;
    this.readers.add(onPending);
    onPending();
    return {
      take: () => {
        const changed = this.read(simulatorId, pointIds).filter((value) => !isSame(seen.get(value.pointId), value));
        for (const value of changed) seen.set(value.pointId, value);
        if (changed.length === 0 && !first) return undefined;
        first = false;
        return changed;
      },
      close: () => {
        this.readers.delete(onPending);
      },
    };
  }
}

function isSame(before: SimulatedValue | undefined, now: SimulatedValue): boolean {
  return before !== undefined && Object.is(before.value, now.value) && before.origin === now.origin && before.problem === now.problem && before.switches.join() === now.switches.join();
}
