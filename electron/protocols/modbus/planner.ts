import { forbiddenIn } from './forbidden-ranges';
import type { ForbiddenRange } from './forbidden-ranges';
import { isBitTable } from './point-address';
import type { Table } from './point-address';

/** Something to read: `count` registers or bits from `address` on, never split over two requests. */
export interface ReadItem {
  readonly table: Table;
  readonly address: number;
  readonly count: number;
}

/** One request and what it reads. */
export interface ReadBlock<I extends ReadItem> {
  readonly table: Table;
  readonly address: number;
  readonly count: number;
  /** Ordered by address. */
  readonly items: readonly I[];
}

export interface PlanLimits {
  readonly maxRegisters: number;
  readonly maxBits: number;
  /** Registers that nobody asked for, between two items of one request; for bits sixteen times as many. */
  readonly gapTolerance: number;
  /** Addresses that no request may touch, neither for an item nor in a gap. */
  readonly forbidden?: readonly ForbiddenRange[];
}

/** Whether a request may not read both `address - 1` and `address`, because the device refuses that. */
export type IsCut = (table: Table, address: number) => boolean;

export interface Plan<I extends ReadItem> {
  readonly blocks: readonly ReadBlock<I>[];
  /** Items that alone are longer than a request may be. */
  readonly tooLong: readonly I[];
  /** Items that lie on forbidden addresses. */
  readonly forbidden: readonly I[];
}

const BITS_A_REGISTER = 16;
const NO_CUTS: IsCut = () => false;

/**
 * Puts items into as few requests as a greedy walk over the addresses finds: each item in one request, whole; no
 * request over its limit, over a gap beyond the tolerance, over a forbidden address, or over a cut. An item that itself lies over a cut is read alone.
 */
export function planReads<I extends ReadItem>(items: readonly I[], limits: PlanLimits, isCut: IsCut = NO_CUTS): Plan<I> {
  const tooLong: I[] = [];
  const forbidden: I[] = [];
  const ranges = limits.forbidden ?? [];
  const blocks: ReadBlock<I>[] = [];
  let open: I[] = [];
  for (const item of [...items].sort(byAddress)) {
    if (item.count > limitOf(item.table, limits)) {
      tooLong.push(item);
    } else if (ranges.length > 0 && forbiddenIn(ranges, item) !== undefined) {
      forbidden.push(item);
    } else if (fits(open, item, limits, isCut)) {
      open.push(item);
    } else {
      if (open.length > 0) blocks.push(blockOf(open));
      open = [item];
    }
  }
  if (open.length > 0) blocks.push(blockOf(open));
  return { blocks, tooLong, forbidden };
}

/** One request over items of one table, which are ordered by address. */
export function blockOf<I extends ReadItem>(items: readonly I[]): ReadBlock<I> {
  const first = items[0];
  if (first === undefined) throw new RangeError('a block without items');
  return { table: first.table, address: first.address, count: endOf(items) - first.address, items };
}

/**
 * Two halves of a refused block, cut where they share no address, near the middle; null when its items lie over each
 * other so that no cut separates them.
 */
export function splitBlock<I extends ReadItem>(block: ReadBlock<I>): [ReadBlock<I>, ReadBlock<I>] | null {
  let best = 0;
  let end = 0;
  const middle = block.items.length / 2;
  for (const [index, item] of block.items.entries()) {
    if (index > 0 && item.address >= end && (best === 0 || Math.abs(index - middle) < Math.abs(best - middle))) best = index;
    end = Math.max(end, item.address + item.count);
  }
  return best === 0 ? null : [blockOf(block.items.slice(0, best)), blockOf(block.items.slice(best))];
}

function fits(open: readonly ReadItem[], item: ReadItem, limits: PlanLimits, isCut: IsCut): boolean {
  const first = open[0];
  if (first === undefined || first.table !== item.table) return false;
  const end = endOf(open);
  const newEnd = Math.max(end, item.address + item.count);
  const tolerance = limits.gapTolerance * (isBitTable(item.table) ? BITS_A_REGISTER : 1);
  if (item.address - end > tolerance || newEnd - first.address > limitOf(item.table, limits)) return false;
  // The items themselves are clear of forbidden addresses: only a gap can hold one.
  const gap = { table: item.table, address: end, count: item.address - end };
  if (gap.count > 0 && limits.forbidden !== undefined && forbiddenIn(limits.forbidden, gap) !== undefined) return false;
  for (let address = first.address + 1; address < newEnd; address += 1) {
    if (isCut(item.table, address)) return false;
  }
  return true;
}

function endOf(items: readonly ReadItem[]): number {
  return items.reduce((end, item) => Math.max(end, item.address + item.count), 0);
}

function limitOf(table: Table, limits: PlanLimits): number {
  return isBitTable(table) ? limits.maxBits : limits.maxRegisters;
}

function byAddress(a: ReadItem, b: ReadItem): number {
  if (a.table !== b.table) return a.table < b.table ? -1 : 1;
  return a.address - b.address || b.count - a.count;
}
