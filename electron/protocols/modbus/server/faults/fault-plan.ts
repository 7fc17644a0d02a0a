import { seededRandom } from '../../../../../shared/domain/seeded-random';
import type { Fault } from '../../../../../shared/domain/simulator';
import type { ModbusRequest } from '../../../../stacks/modbus';
import { checkFault, type CheckedFault } from './checked-fault';
import type { MetFault } from './fault-kinds';
import { isInScope } from './fault-scope';

interface PlannedFault extends CheckedFault {
  readonly id: string;
  readonly probability: number;
}

/** Faults that were ordered for once and not met yet, at most. */
const MOST_ORDERED = 100;

/**
 * Which faults a request or a connection meets. Its chance is seeded: the same requests in the same order meet the same
 * faults. It does nothing itself.
 */
export class FaultPlan {
  #faults: readonly PlannedFault[] = [];
  #seed: number | null = null;
  #random = seededRandom(1);
  readonly #once: CheckedFault[] = [];
  readonly #met = new Map<string, number>();

  /** Another seed begins the chance anew. Faults that do not fit are left out; whoever keeps them has checked them. */
  set(faults: readonly Fault[], seed: number): void {
    if (seed !== this.#seed) this.#random = seededRandom(seed);
    this.#seed = seed;
    this.#faults = faults.flatMap((fault) => {
      const checked = fault.enabled ? checkFault(fault) : { problem: 'off' };
      return 'problem' in checked ? [] : [{ ...checked, id: fault.id, probability: fault.probability }];
    });
  }

  /** The next request or connection in scope meets it. Beyond the bound the oldest is forgotten. */
  once(fault: CheckedFault): void {
    this.#once.push(fault);
    if (this.#once.length > MOST_ORDERED) this.#once.shift();
  }

  /** By fault, how many it met. */
  met(): Record<string, number> {
    return Object.fromEntries(this.#met);
  }

  /** A number from 0 to below 1 of the plan's own chance: for jitter and garbage. */
  random(): number {
    return this.#random();
  }

  forAnswer(unit: number, request: ModbusRequest | undefined): MetFault[] {
    return this.#meet(({ fault, scope }) => fault.kind !== 'stuck' && isInScope(scope, unit, request));
  }

  /** Whether a connection that was just made is stuck from the beginning. */
  forConnection(): boolean {
    return this.#meet(({ fault }) => fault.kind === 'stuck').length > 0;
  }

  #meet(wanted: (fault: CheckedFault) => boolean): MetFault[] {
    const met: MetFault[] = [];
    const ordered = this.#once.findIndex(wanted);
    if (ordered >= 0) met.push(...this.#once.splice(ordered, 1).map(({ fault }) => fault));
    for (const planned of this.#faults) {
      if (!wanted(planned) || this.#random() >= planned.probability) continue;
      this.#met.set(planned.id, (this.#met.get(planned.id) ?? 0) + 1);
      met.push(planned.fault);
    }
    return met;
  }
}
