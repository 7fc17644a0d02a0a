import { pointSchema, type Opaque, type Point } from '../../../shared/domain/point';
import type { WordBit } from '../../../shared/contract/word-bits';

export interface NamedBits {
  /** The device's points after it. */
  readonly points: readonly Point[];
  readonly added: number;
  readonly renamed: number;
  readonly removed: number;
}

/** The single bits of a word that are points already, by their number; where a bit is there twice, the first point counts. */
export function bitPoints(word: Point, bits: ReadonlyMap<string, readonly WordBit[]>): ReadonlyMap<number, string> {
  const single = (bits.get(word.id) ?? []).filter(({ count }) => count === 1);
  return new Map(single.toReversed().map(({ bit, pointId }) => [bit, pointId]));
}

/**
 * What naming bits makes of a device's points: new ones stand behind their word and take access, interval and age limit
 * from it, those that are there get another name, those with an empty name go.
 * @param addresses of the word's bits, the least significant first
 */
export function nameBits(points: readonly Point[], word: Point, there: ReadonlyMap<number, string>, addresses: readonly Opaque[], names: readonly { readonly bit: number; readonly name: string }[], newId: () => string): NamedBits {
  const byId = new Map(points.map((point) => [point.id, point]));
  const renamed = new Map<string, Point>();
  const removed = new Set<string>();
  const added: Point[] = [];
  for (const { bit, name } of names.toSorted((a, b) => a.bit - b.bit)) {
    const known = byId.get(there.get(bit) ?? '');
    if (known === undefined) {
      if (name !== '') added.push(bitPoint(word, addresses[bit], name, newId()));
    } else if (name === '') removed.add(known.id);
    else if (name !== known.name) renamed.set(known.id, { ...known, name });
  }
  const after = points.flatMap((point) => {
    if (removed.has(point.id)) return [];
    return point.id === word.id ? [point, ...added] : [renamed.get(point.id) ?? point];
  });
  return { points: after, added: added.length, renamed: renamed.size, removed: removed.size };
}

function bitPoint({ access, pollIntervalMs, staleAfterMs }: Point, address: Opaque | undefined, name: string, id: string): Point {
  return pointSchema.parse({ id, name, address, dataType: 'boolean', access, pollIntervalMs, staleAfterMs });
}
