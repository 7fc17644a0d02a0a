import type { CoverageStretch, CoverageTable } from '../../../shared/contract/map-tools';

export const STATE_WORDS: Readonly<Record<CoverageStretch['state'], string>> = {
  used: 'used',
  overlapping: 'used more than once',
  refused: 'refused by the device',
  forbidden: 'never read',
};

/** Stretches that a sentence names. */
const MOST_NAMED = 12;

/** One line over the strip: `412 of 65,536 used, 2 more than once, 1 refused`. */
export function factsOf({ used, size, overlapping, refused, forbidden }: CoverageTable): string {
  const parts = [`${count(used)} of ${count(size)} used`];
  if (overlapping > 0) parts.push(`${count(overlapping)} more than once`);
  if (refused > 0) parts.push(`${count(refused)} refused`);
  if (forbidden > 0) parts.push(`${count(forbidden)} never read`);
  return parts.join(', ');
}

/** The picture in words, for who can't see it. */
export function tableWords(table: CoverageTable): string {
  const named = table.stretches.slice(0, MOST_NAMED).map(({ from, count: many, state }) => `${rangeText(from, many)} ${STATE_WORDS[state]}`);
  const more = table.stretches.length > MOST_NAMED ? `, and ${count(table.stretches.length - MOST_NAMED)} more stretches` : '';
  const gap = table.gaps[0];
  return `${table.title}: ${factsOf(table)}. ${named.join(', ')}${more}.${gap === undefined ? '' : ` Longest gap ${rangeText(gap.from, gap.count)}.`}`;
}

/** What is at one address. */
export function addressWords(table: CoverageTable, address: number, nameOf: (pointId: string) => string): string {
  const stretch = table.stretches.find(({ from, count: many }) => from <= address && address < from + many);
  const names = pointsAt(table, address).map(nameOf);
  const shown = names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
  const state = stretch === undefined ? 'gap' : STATE_WORDS[stretch.state];
  return shown === '' ? `${address}: ${state}` : `${address}: ${shown}${state === 'used' ? '' : `, ${state}`}`;
}

/** Ids of the points that take an address. A value takes few places, so few before it can reach it. */
export function pointsAt({ places }: CoverageTable, address: number): string[] {
  return places.filter(([, from, many]) => from <= address && address < from + many).map(([id]) => id);
}

export function rangeText(from: number, many: number): string {
  return many === 1 ? String(from) : `${from} to ${from + many - 1}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
