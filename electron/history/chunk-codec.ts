import { z } from 'zod';
import { spanOf, summarize } from './chunk-summary';
import { findGaps } from './series-columns';
import { cellsOver, isDrawn, isTextual, kindOf } from './value-kind';
import type { Span } from './chunk-summary';
import type { Gap, QualityLookup, SeriesColumns } from './series-columns';
import type { Kind } from './value-kind';

/** Gaps that a chunk names; of a flapping point the longest are kept. */
const MAX_GAPS = 64;

/** How a chunk's times are kept: steps in whole microseconds since the sample before, or whole times where a step is too long. */
const TIMES = { steps: 0, absolute: 1 } as const;

/** A chunk as it lies in the file. */
export interface EncodedChunk {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly kind: Kind;
  readonly span: Span;
  readonly gaps: string;
  readonly timeFormat: number;
  readonly times: Uint8Array;
  readonly cells: Uint8Array;
  /** The quality of all samples where they share one; null where each has its own. */
  readonly quality: number | null;
  readonly qualities: Uint8Array | null;
  readonly sourceTimes: Uint8Array | null;
  readonly texts: string | null;
  readonly summary: Uint8Array | null;
}

/** The blobs of a chunk, as they come from the file. */
export interface ChunkBlobs {
  readonly first: number;
  readonly count: number;
  readonly kind: number;
  readonly timeFormat: number;
  readonly times: Uint8Array;
  readonly cells: Uint8Array;
  readonly quality: number | null;
  readonly qualities: Uint8Array | null;
  readonly sourceTimes: Uint8Array | null;
  readonly texts: string | null;
}

const gapsSchema = z.array(z.tuple([z.number(), z.number().nullable(), z.string()]));
const textsSchema = z.array(z.string());

/** Encodes at least one sample, in ascending order of time. */
export function encodeChunk(columns: SeriesColumns, lookup: QualityLookup): EncodedChunk {
  const { count, kind } = columns;
  const { timeFormat, times } = encodeTimes(columns.times, count);
  const [firstQuality = 0] = columns.qualities;
  const sameQuality = columns.qualities.subarray(0, count).every((quality) => quality === firstQuality);
  return {
    first: columns.times[0] ?? 0,
    last: columns.times[count - 1] ?? 0,
    count,
    kind,
    span: spanOf(columns, 0, count, lookup),
    gaps: encodeGaps(findGaps(columns, lookup)),
    timeFormat,
    times,
    cells: octetsOf(columns.cells.ints, count),
    quality: sameQuality ? firstQuality : null,
    qualities: sameQuality ? null : octetsOf(columns.qualities, count),
    sourceTimes: columns.sourceTimes === null ? null : octetsOf(columns.sourceTimes, count),
    texts: isTextual(kind) ? JSON.stringify(columns.texts) : null,
    summary: isDrawn(kind) ? octetsOf(summarize(columns, lookup)) : null,
  };
}

/** Null where the blobs do not fit together: the chunk is damaged. */
export function decodeChunk(chunk: ChunkBlobs): SeriesColumns | null {
  const { count } = chunk;
  const kind = kindOf(chunk.kind);
  const times = decodeTimes(chunk);
  const qualities = chunk.quality === null ? uint32s(chunk.qualities, count) : new Uint32Array(count).fill(chunk.quality);
  const sourceTimes = chunk.sourceTimes === null ? null : float64s(chunk.sourceTimes, count);
  const texts = chunk.texts === null ? [] : decodeTexts(chunk.texts);
  if (kind === null || times === null || qualities === null || texts === null || chunk.cells.length !== count * 8) return null;
  if (chunk.sourceTimes !== null && sourceTimes === null) return null;
  return { kind, count, times, cells: cellsOver(aligned(chunk.cells), 0, count), qualities, sourceTimes, texts };
}

/** The gaps that a chunk names; none where the text is damaged. */
export function decodeGaps(text: string): Gap[] {
  if (text === '') return [];
  const parsed = gapsSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data.map(([from, to, reason]) => ({ from, to, reason })) : [];
}

export function decodeSummary(octets: Uint8Array): Float64Array<ArrayBuffer> | null {
  return octets.length % 48 === 0 ? float64s(octets, octets.length / 8) : null;
}

function encodeGaps(gaps: readonly Gap[]): string {
  if (gaps.length === 0) return '';
  const length = (gap: Gap): number => (gap.to ?? Number.POSITIVE_INFINITY) - gap.from;
  const kept = gaps.length <= MAX_GAPS ? gaps : [...gaps].sort((one, other) => length(other) - length(one)).slice(0, MAX_GAPS).sort((one, other) => one.from - other.from);
  return JSON.stringify(kept.map(({ from, to, reason }) => [from, to, reason]));
}

function encodeTimes(times: Float64Array, count: number): { timeFormat: number; times: Uint8Array } {
  const steps = new Uint32Array(count);
  for (let at = 1; at < count; at += 1) {
    const step = (times[at] ?? 0) - (times[at - 1] ?? 0);
    if (step < 0 || step > 0xffff_ffff || !Number.isInteger(step)) return { timeFormat: TIMES.absolute, times: octetsOf(times, count) };
    steps[at] = step;
  }
  return { timeFormat: TIMES.steps, times: octetsOf(steps) };
}

function decodeTimes({ timeFormat, times: octets, first, count }: ChunkBlobs): Float64Array<ArrayBuffer> | null {
  if (timeFormat === TIMES.absolute) return float64s(octets, count);
  const steps = timeFormat === TIMES.steps ? uint32s(octets, count) : null;
  if (steps === null) return null;
  const times = new Float64Array(count);
  let time = first;
  for (let at = 0; at < count; at += 1) {
    time += steps[at] ?? 0;
    times[at] = time;
  }
  return times;
}

function decodeTexts(text: string): string[] | null {
  const parsed = textsSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function octetsOf(column: Float64Array | BigInt64Array | Uint32Array, count = column.length): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, count * column.BYTES_PER_ELEMENT);
}

/** A buffer that holds these octets and nothing else: those of the database may begin anywhere in a larger one. */
function aligned(octets: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = octets;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : new Uint8Array(octets).buffer;
}

function float64s(octets: Uint8Array, count: number): Float64Array<ArrayBuffer> | null {
  return octets.length === count * 8 ? new Float64Array(aligned(octets)) : null;
}

function uint32s(octets: Uint8Array | null, count: number): Uint32Array<ArrayBuffer> | null {
  return octets !== null && octets.length === count * 4 ? new Uint32Array(aligned(octets)) : null;
}
