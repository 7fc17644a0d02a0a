import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { Project } from '../../../shared/domain/project';

/** Entries of one kind that the palette shows. */
export const MOST_ENTRIES = 8;

/**
 * How well a text fits what was typed: every word must be in it; earlier and at the start of words fits better.
 * @returns null when a word is missing, else a figure where less is better
 */
export function fit(text: string, words: readonly string[]): number | null {
  const lower = text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at < 0) return null;
    const before = lower.slice(0, at);
    const startsWord = at === 0 || /[\s/_.:-]$/.test(before);
    sum += before.split(/[\s/_.:-]+/).length + (startsWord ? 0 : 40);
  }
  // Of two that fit alike the one stays first that comes first.
  return sum;
}

export function wordsOf(query: string): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

export interface Ranked<T> {
  readonly item: T;
  readonly score: number;
}

/** The best `most` of many, without sorting all of them. */
export function best<T>(items: Iterable<T>, score: (item: T) => number | null, most = MOST_ENTRIES): { readonly items: readonly T[]; readonly total: number } {
  const kept: Ranked<T>[] = [];
  let total = 0;
  for (const item of items) {
    const value = score(item);
    if (value === null) continue;
    total += 1;
    if (kept.length === most && value >= (kept.at(-1)?.score ?? 0)) continue;
    const at = kept.findIndex((other) => other.score > value);
    kept.splice(at < 0 ? kept.length : at, 0, { item, score: value });
    if (kept.length > most) kept.pop();
  }
  return { items: kept.map((one) => one.item), total };
}

export interface FoundPoint {
  readonly device: Device;
  readonly point: Point;
}

export function* pointsOf(project: Project): Generator<FoundPoint> {
  for (const device of project.devices) for (const point of device.points) yield { device, point };
}
