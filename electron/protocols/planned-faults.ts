import type { z } from 'zod';
import { seededRandom } from '../../shared/domain/seeded-random';
import type { Fault } from '../../shared/domain/simulator';

/** A fault as its protocol reads it. */
export interface CheckedFault<F, S> {
  readonly fault: F;
  readonly scope: S;
}

type GivenFault = Pick<Fault, 'kind' | 'settings' | 'scope'>;
type FaultCheck<F, S> = (fault: GivenFault) => CheckedFault<F, S> | { readonly problem: string };

/** Fills in a fault's defaults, or says in plain words what is wrong with it. `title`: the protocol's. */
export function faultCheck<F, S>(title: string, faults: z.ZodType<F>, scopes: z.ZodType<S>): FaultCheck<F, S> {
  return ({ kind, settings, scope }) => {
    const fault = faults.safeParse({ kind, settings });
    if (!fault.success) return { problem: fault.error.issues.some(({ path }) => path[0] === 'kind') ? `There is no fault "${kind}" for ${title}` : firstIssue(fault.error.issues) };
    const where = scopes.safeParse(scope);
    return where.success ? { fault: fault.data, scope: where.data } : { problem: firstIssue(where.error.issues) };
  };
}

function firstIssue(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [issue] = issues;
  return issue === undefined ? 'It does not fit' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

/** Faults that were ordered for once and not met yet, at most. */
const MOST_ORDERED = 100;

/**
 * Which faults are met. Its chance is seeded: the same requests in the same order meet the same faults. It does nothing
 * itself.
 */
export class PlannedFaults<F, S> {
  #faults: readonly (CheckedFault<F, S> & { readonly id: string; readonly probability: number })[] = [];
  #seed: number | null = null;
  #random = seededRandom(1);
  readonly #check: FaultCheck<F, S>;
  readonly #once: CheckedFault<F, S>[] = [];
  readonly #met = new Map<string, number>();

  constructor(check: FaultCheck<F, S>) {
    this.#check = check;
  }

  /** Another seed begins the chance anew. Faults that do not fit are left out; whoever keeps them has checked them. */
  set(faults: readonly Fault[], seed: number): void {
    if (seed !== this.#seed) this.#random = seededRandom(seed);
    this.#seed = seed;
    this.#faults = faults.flatMap((fault) => {
      const checked = fault.enabled ? this.#check(fault) : { problem: 'off' };
      return 'problem' in checked ? [] : [{ ...checked, id: fault.id, probability: fault.probability }];
    });
  }

  /** The next one in scope meets it. Beyond the bound the oldest is forgotten. */
  once(fault: CheckedFault<F, S>): void {
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

  /** Those of the wanted ones that are met now: the first one ordered, and each planned one by its chance. */
  meet(wanted: (fault: CheckedFault<F, S>) => boolean): F[] {
    const met: F[] = [];
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
