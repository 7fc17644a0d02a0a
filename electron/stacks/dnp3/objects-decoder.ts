import { attributeOctets } from './attribute-length';
import type { ObjectBlock, ObjectEntry } from './object-block';
import { readFields } from './object-fields';
import { rangeCount, readRange, type ObjectRange } from './object-range';
import { objectType, type Layout, type ObjectType } from './object-table';
import { NO_VALUE, type ObjectValue } from './object-value';
import { hex, readSized } from './octets';

/** What is wrong with objects: it decides which internal indication answers them. */
export type ObjectProblem = 'object-unknown' | 'parameter';

export type DecodedObjects =
  | { readonly kind: 'value'; readonly blocks: readonly ObjectBlock[] }
  | { readonly kind: 'bad'; readonly problem: ObjectProblem; readonly reason: string; readonly before: readonly ObjectBlock[] };

interface Fault {
  readonly problem: ObjectProblem;
  readonly reason: string;
}

/**
 * Decodes the objects of a fragment from `start` to its end. Never reads beyond it: a count or range that promises more
 * than the fragment holds is bad, and no more entries are made than there are octets for.
 * @param hasData whether data follows the headers of a group
 */
export function decodeObjects(octets: Uint8Array, start: number, hasData: (group: number) => boolean): DecodedObjects {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const blocks: ObjectBlock[] = [];
  let at = start;
  while (at < octets.length) {
    const bad = ({ problem, reason }: Fault): DecodedObjects => ({ kind: 'bad', problem, reason: `object header at octet ${at} (${hex(octets.subarray(at, at + 3))}): ${reason}`, before: blocks });
    const group = octets[at] ?? 0;
    const variation = octets[at + 1] ?? 0;
    if (octets.length - at < 3) return bad(parameter('the fragment ends within the header'));
    const type = objectType(group, variation);
    if (type === undefined) return bad({ problem: 'object-unknown', reason: `group ${group} variation ${variation} is not known` });
    const read = readRange(octets, at + 2);
    if ('fault' in read) return bad(parameter(read.fault));
    const body = readBody({ octets, view, at: at + 2 + read.used, type, range: read.range, hasData: hasData(group) });
    if ('problem' in body) return bad(body);
    blocks.push({ group, variation, range: read.range, entries: body.entries });
    at = body.end;
  }
  return { kind: 'value', blocks };
}

interface Body {
  readonly octets: Uint8Array;
  readonly view: DataView;
  readonly at: number;
  readonly type: ObjectType;
  readonly range: ObjectRange;
  readonly hasData: boolean;
}

type ReadBody = { readonly entries: readonly ObjectEntry[]; readonly end: number } | Fault;

const parameter = (reason: string): Fault => ({ problem: 'parameter', reason });

function readBody(body: Body): ReadBody {
  const { range, hasData, type, at } = body;
  if (range.kind !== 'all' && rangeCount(range) === 0) return parameter('a count of 0');
  if (!hasData) return range.kind === 'indexed' ? readIndexes(body, range.count, range.prefix) : range.kind === 'sized' || range.kind === 'free' ? parameter('a size prefix where no data follows') : { entries: [], end: at };
  if (range.kind === 'all') return parameter('no range where data follows');
  if (range.kind === 'free' || range.kind === 'sized') return readSizedObjects(body, range.count, range.kind === 'free' ? 2 : range.prefix);
  const { layout } = type;
  if (layout.kind === 'none') return parameter(`data behind group ${type.group} variation ${type.variation}, which has none`);
  if (layout.kind === 'sized') return parameter('an object of free format without its size');
  if (layout.kind === 'attribute') return readAttributes(body, range);
  if (layout.kind === 'bits') return range.kind === 'indexed' ? parameter('packed objects with indexes') : readBits(body, range, layout.width);
  return readFixed(body, range, layout);
}

function short(promised: number, left: number): Fault {
  return parameter(`${promised} octets promised, ${left} left`);
}

function readIndexes({ octets, at }: Body, count: number, prefix: 1 | 2 | 4): ReadBody {
  const promised = count * prefix;
  if (promised > octets.length - at) return short(promised, octets.length - at);
  const entries = Array.from({ length: count }, (_, i) => ({ index: readSized(octets, at + i * prefix, prefix), value: NO_VALUE }));
  return { entries, end: at + promised };
}

function readBits({ octets, at }: Body, range: ObjectRange, width: 1 | 2): ReadBody {
  const count = rangeCount(range) ?? 0;
  const promised = Math.ceil((count * width) / 8);
  if (promised > octets.length - at) return short(promised, octets.length - at);
  const first = range.kind === 'range' ? range.start : 0;
  const mask = width === 1 ? 1 : 3;
  const entries = Array.from({ length: count }, (_, i) => {
    const bit = i * width;
    return { index: first + i, value: { value: ((octets[at + (bit >> 3)] ?? 0) >> (bit & 7)) & mask } };
  });
  return { entries, end: at + promised };
}

function readFixed({ octets, view, at, type }: Body, range: ObjectRange, layout: Extract<Layout, { kind: 'fields' | 'string' }>): ReadBody {
  const own = layout.kind === 'string' ? type.variation : layout.octets;
  const prefix = range.kind === 'indexed' ? range.prefix : 0;
  const count = rangeCount(range) ?? 0;
  const promised = count * (own + prefix);
  if (promised > octets.length - at) return short(promised, octets.length - at);
  const first = range.kind === 'range' ? range.start : 0;
  const entries: ObjectEntry[] = [];
  let from = at;
  for (let i = 0; i < count; i += 1) {
    const index = range.kind === 'indexed' ? readSized(octets, from, range.prefix) : first + i;
    from += prefix;
    const value: ObjectValue = layout.kind === 'string' ? { octets: octets.slice(from, from + own) } : readFields(layout.fields, octets, view, from);
    from += own;
    entries.push({ index, value });
  }
  return { entries, end: from };
}

/** Group 0: each object says its own length, so the fragment's end is asked before each. */
function readAttributes({ octets, at }: Body, range: ObjectRange): ReadBody {
  const count = rangeCount(range) ?? 0;
  const prefix = range.kind === 'indexed' ? range.prefix : 0;
  const first = range.kind === 'range' ? range.start : 0;
  const entries: ObjectEntry[] = [];
  let from = at;
  for (let i = 0; i < count; i += 1) {
    const left = octets.length - from;
    if (left < prefix + 2) return short(prefix + 2, left);
    const index = range.kind === 'indexed' ? readSized(octets, from, range.prefix) : first + i;
    from += prefix;
    const end = from + 2 + attributeOctets(octets[from] ?? 0, octets[from + 1] ?? 0);
    if (end > octets.length) return short(end - from, octets.length - from);
    entries.push({ index, value: { attributeType: octets[from] ?? 0, octets: octets.slice(from + 2, end) } });
    from = end;
  }
  return { entries, end: from };
}

/** Objects behind their size. Such with a layout of their own have to have its size. */
function readSizedObjects({ octets, view, at, type }: Body, count: number, prefix: 1 | 2 | 4): ReadBody {
  const { layout } = type;
  if (layout.kind !== 'sized' && layout.kind !== 'fields' && layout.kind !== 'string') return parameter('a size prefix where none belongs');
  const entries: ObjectEntry[] = [];
  let from = at;
  for (let i = 0; i < count; i += 1) {
    if (octets.length - from < prefix) return short(prefix, octets.length - from);
    const size = readSized(octets, from, prefix);
    from += prefix;
    if (size > octets.length - from) return short(size, octets.length - from);
    if (layout.kind === 'fields' && size !== layout.octets) return parameter(`a size of ${size}; the object has ${layout.octets} octets`);
    if (layout.kind === 'string' && size !== type.variation) return parameter(`a size of ${size}; the string has ${type.variation} octets`);
    entries.push({ index: i, value: layout.kind === 'fields' ? readFields(layout.fields, octets, view, from) : { octets: octets.slice(from, from + size) } });
    from += size;
  }
  return { entries, end: from };
}
