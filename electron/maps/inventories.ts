import { randomUUID } from 'node:crypto';
import type { Point } from '../../shared/domain/point';

/** Kept at once, of all tenants. */
const MOST_KEPT = 16;

export interface KeptInventory {
  readonly tenantId: string;
  readonly deviceId: string;
  /** What people call it: `what RTU-3 answers`. */
  readonly name: string;
  readonly points: readonly Point[];
}

/** What devices answered when they were asked for all they have: the last few, in memory only. */
export class Inventories {
  readonly #kept = new Map<string, KeptInventory>();

  /** @returns the id under which it is found again */
  keep(inventory: KeptInventory): string {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const id = randomUUID();
    this.#kept.set(id, inventory);
    return id;
  }

  /** Null for one that is no longer kept, or another tenant's. */
  get(id: string, tenantId: string): KeptInventory | null {
    const found = this.#kept.get(id);
    return found === undefined || found.tenantId !== tenantId ? null : found;
  }
}
