import { formatNumber, parseAddress } from './address-notation';
import type { Notation } from './address-notation';
import { tableName } from './point-address';
import type { Table } from './point-address';

/** Addresses of one table that must not be read, both ends among them. 0-based. */
export interface ForbiddenRange {
  readonly table: Table;
  readonly from: number;
  readonly to: number;
}

export interface ForbiddingSettings {
  readonly forbidden: string;
  readonly addressNotation: Notation;
}

export type ParsedForbidden = { readonly ok: true; readonly ranges: readonly ForbiddenRange[] } | { readonly ok: false; readonly message: string };

/** Words that name a table, in the spellings that people use. */
const WORDS: readonly (readonly [RegExp, Table])[] = [
  [/^(coils?|0x)$/i, 'coil'],
  [/^(discrete|discrete inputs?|inputs?|1x)$/i, 'discrete-input'],
  [/^(input registers?|3x)$/i, 'input-register'],
  [/^(holding|holding registers?|registers?|4x)$/i, 'holding-register'],
];

const MOST_RANGES = 500;

/**
 * Reads a list of ranges: `40100-40110, coils 5, input registers 10-20`. A number that names its table (Modicon) needs
 * no word; a number that does not, and has none, is a holding register. With a word, the number counts as the device's
 * notation says, Modicon numbers without their table's digit from 1.
 */
export function parseForbidden(text: string, notation: Notation): ParsedForbidden {
  const ranges: ForbiddenRange[] = [];
  const parts = text.split(/[,;\n]/).map((part) => part.trim()).filter((part) => part !== '');
  if (parts.length > MOST_RANGES) return { ok: false, message: `${parts.length} ranges; ${MOST_RANGES} are the most` };
  for (const part of parts) {
    const range = parseRange(part, notation);
    if (typeof range === 'string') return { ok: false, message: range };
    ranges.push(range);
  }
  return { ok: true, ranges };
}

/** The first forbidden range that a span touches; undefined when there is none. */
export function forbiddenIn(ranges: readonly ForbiddenRange[], span: { readonly table: Table; readonly address: number; readonly count: number }): ForbiddenRange | undefined {
  return ranges.find((range) => range.table === span.table && range.from < span.address + span.count && range.to >= span.address);
}

/** Whether the settings of a device forbid to read a span. */
export function isForbidden(settings: ForbiddingSettings, span: { readonly table: Table; readonly address: number; readonly count: number }): boolean {
  return forbiddenIn(rangesOf(settings), span) !== undefined;
}

/** The lowest holding register that may be read, for whoever needs just any. */
export function firstAllowed(settings: ForbiddingSettings): number {
  const ranges = rangesOf(settings);
  let address = 0;
  for (let range = forbiddenIn(ranges, { table: 'holding-register', address, count: 1 }); range !== undefined && range.to < 65_535; ) {
    address = range.to + 1;
    range = forbiddenIn(ranges, { table: 'holding-register', address, count: 1 });
  }
  return address;
}

/** The ranges of settings that were checked. */
export function rangesOf({ forbidden, addressNotation }: ForbiddingSettings): readonly ForbiddenRange[] {
  const parsed = parseForbidden(forbidden, addressNotation);
  return parsed.ok ? parsed.ranges : [];
}

/** `holding registers 400100 to 400110`. */
export function rangeText({ table, from, to }: ForbiddenRange, notation: Notation): string {
  if (from === to) return `${tableName(table)} ${formatNumber(table, from, notation)}`;
  return `${tableName(table)}s ${formatNumber(table, from, notation)} to ${formatNumber(table, to, notation)}`;
}

function parseRange(part: string, notation: Notation): ForbiddenRange | string {
  const pieces = /^(?:([A-Za-z][A-Za-z ]*?|[0134][xX])\s+)?(\w+)(?:\s*(?:-|–|\.\.|to)\s*(\w+))?$/.exec(part);
  if (pieces === null) return `"${part}" is no range; write 40100-40110 or coils 5`;
  const [, word, first = '', last = first] = pieces;
  const named = word === undefined ? null : (WORDS.find(([pattern]) => pattern.test(word.trim()))?.[1] ?? null);
  if (word !== undefined && named === null) return `"${word}" is no table; coils, discrete inputs, input registers and holding registers are`;
  const from = place(first, named, notation);
  const to = place(last, named, notation);
  if (typeof from === 'string') return from;
  if (typeof to === 'string') return to;
  if (from.table !== to.table) return `"${part}" goes from one table to another`;
  if (to.address < from.address) return `"${part}" ends before it begins`;
  return { table: from.table, from: from.address, to: to.address };
}

function place(text: string, named: Table | null, notation: Notation): { table: Table; address: number } | string {
  const own = parseAddress(text, notation);
  if (own.ok && own.table !== null && (named === null || own.table === named)) return { table: own.table, address: own.address };
  const counted = parseAddress(text, notation === '0-based' ? '0-based' : '1-based');
  if (!counted.ok) return counted.message;
  if (notation === 'Modicon' && named === null) return `"${text}" names no table; write it with its table, such as 40100, or put coils before it`;
  return { table: named ?? 'holding-register', address: counted.address };
}
