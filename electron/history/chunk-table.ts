import { z } from 'zod';
import { decodeChunk, decodeGaps, decodeSummary } from './chunk-codec';
import type { EncodedChunk } from './chunk-codec';
import type { Span } from './chunk-summary';
import type { HistoryFile } from './history-file';
import type { Gap, SeriesColumns } from './series-columns';

/** A chunk without its samples. */
export interface ChunkHead {
  readonly id: number;
  readonly count: number;
  readonly span: Span;
  readonly gaps: readonly Gap[];
  /** The spans of its blocks of samples, see `chunk-summary.ts`; null where it has none. */
  readonly summary: Float64Array<ArrayBuffer> | null;
}

const octets = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const headRow = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number().nullable(), z.number().nullable(), z.number().nullable(), z.string(), octets.nullable()]);
const blobRow = z.tuple([z.number(), z.number(), z.number(), z.number(), octets, octets, z.number().nullable(), octets.nullable(), octets.nullable(), z.string().nullable()]);

const HEAD = 'SELECT id, first, last, count, drawable, min, max, sum, gaps, summary FROM chunk';

/** Reads and writes chunks. */
export class ChunkTable {
  readonly #file: HistoryFile;
  #damaged = 0;

  constructor(file: HistoryFile) {
    this.#file = file;
  }

  /** Chunks that could not be decoded, since the start. */
  get damaged(): number {
    return this.#damaged;
  }

  insert(point: number, chunk: EncodedChunk): number {
    const { span } = chunk;
    const hasSpan = span.drawable > 0;
    const id = this.#file.run(
      'INSERT INTO chunk (point, first, last, count, kind, drawable, min, max, sum, gaps, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      point, chunk.first, chunk.last, chunk.count, chunk.kind, span.drawable,
      hasSpan ? span.min : null, hasSpan ? span.max : null, hasSpan ? span.sum : null, chunk.gaps, chunk.summary,
    ).lastId;
    this.#file.run(
      'INSERT INTO chunk_samples (chunk, time_format, quality, times, cells, qualities, source_times, texts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      id, chunk.timeFormat, chunk.quality, chunk.times, chunk.cells, chunk.qualities, chunk.sourceTimes, chunk.texts,
    );
    return id;
  }

  delete(id: number): void {
    this.#file.run('DELETE FROM chunk WHERE id = ?', id);
    this.#file.run('DELETE FROM chunk_samples WHERE chunk = ?', id);
  }

  /** Chunks with samples between two times, the earliest first. */
  between(point: number, from: number, to: number): ChunkHead[] {
    return this.#file.rows(`${HEAD} WHERE point = ? AND last >= ? AND first <= ? ORDER BY last`, point, from, to).map(headOf);
  }

  /** The newest chunk that ends before a time. */
  before(point: number, time: number): ChunkHead | null {
    return this.#file.rows(`${HEAD} WHERE point = ? AND last < ? ORDER BY last DESC LIMIT 1`, point, time).map(headOf)[0] ?? null;
  }

  /** The earliest chunk that begins after a time. */
  after(point: number, time: number): ChunkHead | null {
    return this.#file.rows(`${HEAD} WHERE point = ? AND last > ? AND first > ? ORDER BY last LIMIT 1`, point, time, time).map(headOf)[0] ?? null;
  }

  /** Null where it is gone (retention) or damaged. */
  samples(id: number): SeriesColumns | null {
    const row = this.#file.rows('SELECT first, count, kind, time_format, times, cells, quality, qualities, source_times, texts FROM chunk JOIN chunk_samples ON chunk = id WHERE id = ?', id)[0];
    if (row === undefined) return null;
    const [first, count, kind, timeFormat, times, cells, quality, qualities, sourceTimes, texts] = blobRow.parse(row);
    const columns = decodeChunk({ first, count, kind, timeFormat, times, cells, quality, qualities, sourceTimes, texts });
    if (columns === null) this.#damaged += 1;
    return columns;
  }

  totals(): { samples: number; oldest: number | null; newest: number | null } {
    const [samples, newest] = z.tuple([z.number().nullable(), z.number().nullable()]).parse(this.#file.rows('SELECT sum(count), max(last) FROM chunk')[0]);
    return { samples: samples ?? 0, oldest: this.oldest(), newest };
  }

  /** Time of the first sample of the chunk that ended longest ago. */
  oldest(): number | null {
    return z.number().nullable().parse(this.#file.rows('SELECT first FROM chunk ORDER BY last LIMIT 1')[0]?.[0] ?? null);
  }

  /** Deletes up to `limit` chunks that ended before a time, and says how many samples that were. */
  deleteBefore(time: number, limit: number): { chunks: number; samples: number } {
    const rows = this.#file.rows('SELECT id, count FROM chunk WHERE last < ? ORDER BY last LIMIT ?', time, limit).map((row) => z.tuple([z.number(), z.number()]).parse(row));
    for (const [id] of rows) this.delete(id);
    return { chunks: rows.length, samples: rows.reduce((sum, [, count]) => sum + count, 0) };
  }
}

function headOf(row: readonly unknown[]): ChunkHead {
  const [id, first, last, count, drawable, min, max, sum, gaps, summary] = headRow.parse(row);
  return { id, count, span: { first, last, drawable, min: min ?? Number.NaN, max: max ?? Number.NaN, sum: sum ?? 0 }, gaps: decodeGaps(gaps), summary: summary === null ? null : decodeSummary(summary) };
}
