import { commandStatusName, readControlCode } from './crob';
import { flagNames, type FlagKind } from './flags';
import type { ObjectBlock, ObjectEntry } from './object-block';
import { rangeOctets, type ObjectRange } from './object-range';
import { objectType } from './object-table';
import { objectOctets } from './objects-encoder';
import { hex } from './octets';

const DOUBLE_BIT = ['intermediate', 'off', 'on', 'indeterminate'] as const;

const FLAG_KINDS = new Map<number, FlagKind>([
  ...[1, 2].map((group): [number, FlagKind] => [group, 'binary']),
  ...[3, 4].map((group): [number, FlagKind] => [group, 'double-bit']),
  ...[10, 11].map((group): [number, FlagKind] => [group, 'output']),
  ...[20, 21, 22, 23].map((group): [number, FlagKind] => [group, 'counter']),
  ...[30, 31, 32, 33, 40, 42].map((group): [number, FlagKind] => [group, 'analog']),
]);

/** Octets of group, variation, qualifier and range. */
export function headerOctets(range: ObjectRange): number {
  return 2 + rangeOctets(range);
}

/** Octets of one entry with its prefix; packed points share theirs. */
export function entryOctets({ group, variation, range }: ObjectBlock, { value }: ObjectEntry): number | 'packed' {
  const layout = objectType(group, variation)?.layout;
  const prefix = range.kind === 'indexed' || range.kind === 'sized' ? range.prefix : range.kind === 'free' ? 2 : 0;
  // An index without data: the read of named points.
  if (layout === undefined || Object.keys(value).length === 0) return prefix;
  return layout.kind === 'bits' ? 'packed' : prefix + objectOctets(layout, value);
}

/** Which points a header speaks of. */
export function blockText({ group, variation, range, entries }: ObjectBlock): string {
  const object = `group ${group} variation ${variation}`;
  switch (range.kind) {
    case 'all':
      return `${object}, all`;
    case 'range':
      return `${object}, ${range.start} to ${range.stop}`;
    case 'count':
      return `${object}, ${entries.length > 0 ? '' : 'at most '}${range.count}`;
    default:
      return `${object}, ${range.count} with ${range.kind === 'indexed' ? 'index' : 'size'}`;
  }
}

/** An object's fields in words. */
export function entryText({ group, variation }: ObjectBlock, { value }: ObjectEntry): string {
  const parts: string[] = [];
  if (value.value !== undefined) parts.push(group === 3 || group === 4 ? (DOUBLE_BIT[value.value] ?? String(value.value)) : numberText(value.value, group, variation));
  if (value.controlCode !== undefined) parts.push(controlText(value.controlCode));
  if (value.count !== undefined) parts.push(`${value.count} times`);
  if (value.onMs !== undefined) parts.push(`on ${value.onMs} ms`);
  if (value.offMs !== undefined) parts.push(`off ${value.offMs} ms`);
  if (value.status !== undefined) parts.push(`status ${value.status} (${commandStatusName(value.status)})`);
  if (value.flags !== undefined) parts.push(flagsText(group, value.flags));
  if (value.time !== undefined) parts.push(new Date(value.time).toISOString());
  if (value.relative !== undefined) parts.push(`${value.relative} ms after the common time`);
  if (value.interval !== undefined) parts.push(`every ${value.interval} (unit ${value.intervalUnits ?? 'ms'})`);
  if (value.delay !== undefined) parts.push(`delay ${value.delay}`);
  if (value.association !== undefined) parts.push(`association ${value.association}`);
  if (value.attributeType !== undefined) parts.push(`data type ${value.attributeType}`);
  // A password stands in group 70 variation 2.
  if (value.octets !== undefined) parts.push(group === 70 && variation === 2 ? `${value.octets.length} octets` : hex(value.octets));
  return parts.join(', ') || 'named';
}

/** Single precision has seven digits; the others that its value has as a number are none of the outstation's. */
function numberText(value: number, group: number, variation: number): string {
  const layout = objectType(group, variation)?.layout;
  const isSingle = layout?.kind === 'fields' && layout.fields.some((field) => field.kind === 'number' && field.type === 'f32');
  return String(isSingle && Number.isFinite(value) ? Number(value.toPrecision(7)) : value);
}

function flagsText(group: number, flags: number): string {
  const kind = FLAG_KINDS.get(group);
  const names = kind === undefined ? [] : flagNames(kind, flags);
  return names.length === 0 ? `flags ${hex(Uint8Array.of(flags))}` : names.join(', ');
}

function controlText(octet: number): string {
  const code = readControlCode(octet);
  if (code === undefined) return `control code ${hex(Uint8Array.of(octet))} (reserved)`;
  const extra = [code.tripClose === 'nul' ? '' : code.tripClose, code.queue ? 'queue' : '', code.clear ? 'clear' : ''].filter(Boolean);
  return [code.operation, ...extra].join(' ');
}
