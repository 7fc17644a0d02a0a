import type { BitPlace } from '../../../shared/contract/word-bits';
import type { Point } from '../../../shared/domain/point';

export interface BitNameChange {
  readonly bit: number;
  readonly name: string;
  readonly kind: 'new' | 'renamed' | 'deleted';
}

/** The name that a bit has now; empty where it is no point. */
export function nameNow({ pointId }: BitPlace, points: ReadonlyMap<string, Point>): string {
  return points.get(pointId ?? '')?.name ?? '';
}

/** What typed names change. `typed`: by bit; those that are missing stay. */
export function bitNameChanges(places: readonly BitPlace[], points: ReadonlyMap<string, Point>, typed: ReadonlyMap<number, string>): BitNameChange[] {
  return places.flatMap((place) => {
    const before = nameNow(place, points);
    const name = typed.get(place.bit)?.trim() ?? before;
    if (name === before) return [];
    return [{ bit: place.bit, name, kind: before === '' ? 'new' : name === '' ? 'deleted' : 'renamed' }];
  });
}

/** `3 named, 1 renamed, 2 deleted`. */
export function changesText(changes: readonly BitNameChange[]): string {
  const words = [['new', 'named'], ['renamed', 'renamed'], ['deleted', 'deleted']] as const;
  return words
    .map(([kind, word]) => ({ count: changes.filter((change) => change.kind === kind).length, word }))
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`)
    .join(', ');
}
