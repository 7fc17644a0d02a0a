import type { Finding } from '../../../shared/domain/device';
import type { Micros } from '../../../shared/domain/time';
import { formatNumber } from './address-notation';
import type { Notation } from './address-notation';
import { tableName, tableSchema } from './point-address';
import type { Table } from './point-address';
import type { ReadItem } from './planner';

const REFUSED = 'refused-address';
const CUT = 'read-boundary';

/** How long a refused address is left out before it is tried again by itself, in one read of its own. */
export const REFUSED_RETRY_MS = 600_000;
/** More findings than these are not kept: a device that refuses so much has the wrong register map. */
const LIMIT = 1000;

/**
 * What a device taught about its addresses: those that it refuses, and boundaries that one read may not cross
 * (registers between two points that do not exist, or objects that are not read together).
 */
export class AddressFindings {
  /** When each refused address may be tried again, on the monotonic clock. */
  readonly #refused = new Map<string, number>();
  readonly #cuts = new Set<string>();
  /** First addresses of what is refused. */
  #refusedStarts: ReadonlySet<string> = new Set();
  #version = 0;

  constructor(findings: readonly Finding[], nowMs: number) {
    for (const { kind, key } of findings.slice(0, LIMIT)) {
      const place = /^([a-z-]+):(\d+)(?:\+(\d+))?$/.exec(key);
      if (place === null || !tableSchema.safeParse(place[1]).success) continue;
      if (kind === REFUSED) this.#refused.set(key, nowMs + REFUSED_RETRY_MS);
      if (kind === CUT) this.#cuts.add(key);
    }
    this.#changed();
  }

  /** Changes with every change of what was learned, so that plans made before are made anew. */
  get version(): number {
    return this.#version;
  }

  /** Whether a read may not go from below `address` on to it: a known boundary, or a refused address begins there. */
  isCut(table: Table, address: number): boolean {
    if (this.#cuts.size === 0 && this.#refusedStarts.size === 0) return false;
    const key = `${table}:${address}`;
    return this.#cuts.has(key) || this.#refusedStarts.has(key);
  }

  /** Whether the item is known to be refused; `due` when it is time to try it once more. */
  refused(item: ReadItem, nowMs: number): 'no' | 'yes' | 'due' {
    if (this.#refused.size === 0) return 'no';
    const retryAt = this.#refused.get(keyOf(item));
    if (retryAt === undefined) return 'no';
    return nowMs < retryAt ? 'yes' : 'due';
  }

  /** Notes that the device refuses an item; null when that was known. */
  refuse(item: ReadItem, nowMs: number, seenAt: Micros, notation: Notation): Finding | null {
    const key = keyOf(item);
    const known = this.#refused.has(key);
    if (!known && this.#refused.size >= LIMIT) return null;
    this.#refused.set(key, nowMs + REFUSED_RETRY_MS);
    if (known) return null;
    this.#changed();
    const address = formatNumber(item.table, item.address, notation);
    return {
      kind: REFUSED,
      key,
      seenAt,
      message: `The device refuses ${tableName(item.table)} ${address} (exception 2, illegal data address). It is left out of reads and tried again every 10 minutes`,
    };
  }

  /** Notes that one read may not cross from below `address`; null when that was known. */
  cut(table: Table, address: number, seenAt: Micros, notation: Notation): Finding | null {
    const key = `${table}:${address}`;
    if (this.#cuts.has(key) || this.#cuts.size >= LIMIT) return null;
    this.#cuts.add(key);
    this.#changed();
    const shown = formatNumber(table, address, notation);
    return { kind: CUT, key, seenAt, message: `The device refuses reads across ${tableName(table)} ${shown}: what lies before it is read by a request of its own` };
  }

  /** The address answers. The finding that is thereby untrue; null when there was none. */
  answered(item: ReadItem): { kind: string; key: string } | null {
    if (this.#refused.size === 0 || !this.#refused.delete(keyOf(item))) return null;
    this.#changed();
    return { kind: REFUSED, key: keyOf(item) };
  }

  #changed(): void {
    this.#version += 1;
    this.#refusedStarts = new Set([...this.#refused.keys()].map((key) => key.replace(/\+\d+$/, '')));
  }
}

/** Where a device refused a read, of a finding that says so; null of every other one. */
export function refusedPlaceOf({ kind, key }: Finding): ReadItem | null {
  const place = /^([a-z-]+):(\d+)\+(\d+)$/.exec(key);
  const table = tableSchema.safeParse(place?.[1]);
  return kind === REFUSED && place !== null && table.success ? { table: table.data, address: Number(place[2]), count: Number(place[3]) } : null;
}

function keyOf(item: ReadItem): string {
  return `${item.table}:${item.address}+${item.count}`;
}
