import { randomUUID } from 'node:crypto';
import type { LearnedUnit } from '../../../../shared/contract/simulators';
import type { DataType } from '../../../../shared/domain/data-type';
import { MOST_UNIT_POINTS } from '../../../../shared/domain/simulator';
import { pointSchema, type Point } from '../../../../shared/domain/point';
import { isBitTable, isWritable, TABLES, type Table } from '../point-address';
import type { AskedKind } from './asked-record';

/** A stretch of registers that stands for one value, and why it was taken for that. */
interface Guess {
  readonly address: number;
  readonly count: 1 | 2 | 4;
  readonly reason: string;
}

interface Span {
  readonly address: number;
  readonly quantity: number;
  readonly writes: boolean;
}

const WRITES = new Set([5, 6, 15, 16, 22, 23]);
const TABLE_TITLE: Readonly<Record<Table, string>> = { coil: 'Coil', 'discrete-input': 'Discrete input', 'input-register': 'Input register', 'holding-register': 'Holding register' };
const TYPES: Readonly<Record<Guess['count'], DataType>> = { 1: 'uint16', 2: 'float32', 4: 'float64' };

/**
 * Makes a map of what a master asked and the server does not have. A request of one, two or four registers is one value of
 * that width. In a longer block two registers are one value where other requests begin and end around them; what nothing
 * tells more of is single registers. What was written can be written.
 * @param has whether the server has a point there already
 */
export function learnedUnits(kinds: readonly AskedKind[], has: (unit: number, table: Table, address: number) => boolean): LearnedUnit[] {
  const units = [...new Set(kinds.map(({ unit }) => unit))].toSorted((a, b) => a - b);
  return units.flatMap((unit) => {
    const points: Point[] = [];
    const reasons: Record<string, string> = {};
    for (const table of TABLES) {
      const spans = kinds.filter((kind) => kind.unit === unit).flatMap((kind) => spansIn(kind, table));
      for (const guess of isBitTable(table) ? singles(spans) : guesses(spans)) {
        if (points.length >= MOST_UNIT_POINTS) break;
        if (Array.from({ length: guess.count }, (_, at) => guess.address + at).some((address) => has(unit, table, address))) continue;
        const point = pointOf(table, guess, spans);
        points.push(point);
        reasons[point.id] = guess.reason;
      }
    }
    return points.length === 0 ? [] : [{ name: `Unit ${unit}`, settings: { unitId: unit }, points, reasons }];
  });
}

function spansIn(kind: AskedKind, table: Table): Span[] {
  // Function 23 reads its first span and writes its second.
  return kind.spans.flatMap(({ table: of, address, quantity }, at) => (of === table ? [{ address, quantity, writes: kind.functionCode === 23 ? at === 1 : WRITES.has(kind.functionCode) }] : []));
}

function singles(spans: readonly Span[]): Guess[] {
  return [...addressesOf(spans)].toSorted((a, b) => a - b).map((address) => ({ address, count: 1, reason: 'asked for' }));
}

function addressesOf(spans: readonly Span[]): Set<number> {
  const addresses = new Set<number>();
  for (const { address, quantity } of spans) for (let at = 0; at < quantity; at += 1) addresses.add(address + at);
  return addresses;
}

/** Cuts the registers asked for into values. */
function guesses(spans: readonly Span[]): Guess[] {
  const taken = new Set<number>();
  const found: Guess[] = [];
  const take = (address: number, count: Guess['count'], reason: string): void => {
    for (let at = 0; at < count; at += 1) if (taken.has(address + at)) return;
    for (let at = 0; at < count; at += 1) taken.add(address + at);
    found.push({ address, count, reason });
  };
  // A register that is asked for alone is a value by itself, whatever else covers it.
  for (const { address, quantity } of spans) if (quantity === 1) take(address, 1, 'asked for alone');
  for (const { address, quantity } of spans) if (quantity === 2) take(address, 2, '2 registers asked for together: float32 guessed, it may be a 32-bit integer');
  for (const { address, quantity } of spans) if (quantity === 4) take(address, 4, '4 registers asked for together: float64 guessed, it may be a 64-bit integer or two values');
  // Where requests begin and end inside a longer block, values begin and end.
  const cuts = new Set(spans.flatMap(({ address, quantity }) => [address, address + quantity]));
  const rest = [...addressesOf(spans)].filter((address) => !taken.has(address)).toSorted((a, b) => a - b);
  for (let at = 0; at < rest.length; at += 1) {
    const address = rest[at] ?? 0;
    const pair = rest[at + 1] === address + 1 && cuts.has(address) && cuts.has(address + 2) && !cuts.has(address + 1);
    take(address, pair ? 2 : 1, pair ? 'other requests begin and end around these 2 registers: float32 guessed' : 'part of a block: its type can not be told');
    if (pair) at += 1;
  }
  return found.toSorted((a, b) => a.address - b.address);
}

function pointOf(table: Table, { address, count }: Guess, spans: readonly Span[]): Point {
  const written = isWritable(table) && spans.some((span) => span.writes && span.address < address + count && span.address + span.quantity > address);
  return pointSchema.parse({
    id: randomUUID(),
    name: `${TABLE_TITLE[table]} ${address}`,
    address: { table, address, byteOrder: null, bit: null, bitCount: null, length: null },
    dataType: isBitTable(table) ? 'boolean' : TYPES[count],
    access: written ? 'read-write' : 'read',
  });
}
