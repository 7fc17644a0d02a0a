import type { Coverage, CoverageStretch, CoverageTable } from '../../shared/contract/map-tools';
import type { Point } from '../../shared/domain/point';
import type { AddressSpaceCapability, AddressSpan } from '../protocols/protocol';
import { findTroubles, type PlacedPoint } from './map-troubles';

/** States of one address, as bits: it may be in several. */
const USED = 1;
const OVERLAPPING = 2;
const REFUSED = 4;
const FORBIDDEN = 8;

const MOST_GAPS = 20;
const MOST_TROUBLES = 1000;

export interface CoverageRequest {
  readonly points: readonly Point[];
  readonly space: AddressSpaceCapability;
  readonly known: ReturnType<AddressSpaceCapability['known']>;
  /** An address as text, for messages. */
  readonly textOf: (point: Point) => string;
}

/** What the points of a device take of its address space, and which of them are in each other's way. Pure. */
export function coverageOf({ points, space, known, textOf }: CoverageRequest): Coverage {
  const placed: PlacedPoint[] = points.map((point) => ({ point, span: space.span(point) }));
  const { troubles, overlaps } = findTroubles(placed, space, textOf);
  const byTable = new Map<string, { point: Point; span: AddressSpan }[]>();
  for (const { point, span } of placed) {
    if (span === null) continue;
    const list = byTable.get(span.table);
    if (list === undefined) byTable.set(span.table, [{ point, span }]);
    else list.push({ point, span });
  }
  const tables = space.tables.map(({ id, title, size }) => {
    const own = (byTable.get(id) ?? []).sort((a, b) => a.span.from - b.span.from || a.span.count - b.span.count);
    const states = new Uint8Array(size);
    for (const { span } of own) mark(states, span, USED);
    for (const overlap of overlaps) if (overlap.table === id) mark(states, overlap, OVERLAPPING);
    for (const span of known) if (span.table === id) mark(states, span, span.state === 'refused' ? REFUSED : FORBIDDEN);
    return tableOf(id, title, states, own);
  });
  return { tables, troubles: troubles.slice(0, MOST_TROUBLES), troubleCount: troubles.length, reason: '' };
}

function mark(states: Uint8Array, { from, count }: Pick<AddressSpan, 'from' | 'count'>, state: number): void {
  const end = Math.min(states.length, from + count);
  for (let at = from; at < end; at += 1) states[at] = (states[at] ?? 0) | state;
}

function tableOf(id: string, title: string, states: Uint8Array, own: readonly { point: Point; span: AddressSpan }[]): CoverageTable {
  const counts = { used: 0, overlapping: 0, refused: 0, forbidden: 0 };
  for (const state of states) {
    if ((state & USED) !== 0) counts.used += 1;
    if ((state & OVERLAPPING) !== 0) counts.overlapping += 1;
    if ((state & REFUSED) !== 0) counts.refused += 1;
    if ((state & FORBIDDEN) !== 0) counts.forbidden += 1;
  }
  return {
    id,
    title,
    size: states.length,
    stretches: stretchesOf(states),
    places: own.map(({ point, span }): [string, number, number] => [point.id, span.from, span.count]),
    ...counts,
    gaps: gapsOf(states),
  };
}

/** The worst state of an address shows; null for a gap. */
function shownState(state: number): CoverageStretch['state'] | null {
  if ((state & OVERLAPPING) !== 0) return 'overlapping';
  if ((state & REFUSED) !== 0) return 'refused';
  if ((state & FORBIDDEN) !== 0) return 'forbidden';
  return (state & USED) === 0 ? null : 'used';
}

function stretchesOf(states: Uint8Array): CoverageStretch[] {
  const stretches: CoverageStretch[] = [];
  let open: CoverageStretch | null = null;
  for (const [at, value] of states.entries()) {
    const state = shownState(value);
    if (open !== null && open.state === state) {
      open.count += 1;
      continue;
    }
    open = state === null ? null : { from: at, count: 1, state };
    if (open !== null) stretches.push(open);
  }
  return stretches;
}

/** Unused addresses between used ones. */
function gapsOf(states: Uint8Array): { from: number; count: number }[] {
  const gaps: { from: number; count: number }[] = [];
  let last = -1;
  for (const [at, value] of states.entries()) {
    if ((value & USED) === 0) continue;
    if (last >= 0 && at > last + 1) gaps.push({ from: last + 1, count: at - last - 1 });
    last = at;
  }
  return gaps.sort((a, b) => b.count - a.count || a.from - b.from).slice(0, MOST_GAPS);
}
