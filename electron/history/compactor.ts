import { encodeChunk } from './chunk-codec';
import { CHUNK_MAX } from './open-series';
import { joined, sortedByTime } from './series-columns';
import type { ChunkTable } from './chunk-table';
import type { HistoryFile } from './history-file';
import type { KeyTables } from './key-tables';
import type { OpenPoint, OpenSamples } from './open-samples';
import type { SeriesColumns } from './series-columns';

/** Samples wait this long in the journal at most: 600 of a point that is read each second. */
const MAX_AGE_MS = 600_000;

/** Samples that wait in all, about 25 MB. Bounds memory, the journal, and the time that opening after a crash takes. */
const MAX_WAITING = 1_000_000;

/** A chunk smaller than this takes in what follows, so that slow points don't leave a crumb every ten minutes. */
const SMALL = 600;

interface LastChunk {
  readonly id: number;
  readonly session: number;
  readonly last: number;
  readonly count: number;
}

interface Part {
  readonly session: number;
  readonly columns: SeriesColumns;
}

/** Brings samples from the journal into chunks, a slice at a time. */
export class Compactor {
  readonly #file: HistoryFile;
  readonly #keys: KeyTables;
  readonly #chunks: ChunkTable;
  readonly #open: OpenSamples;
  readonly #monotonicMs: () => number;
  readonly #lastChunks = new Map<number, LastChunk>();

  constructor(parts: { file: HistoryFile; keys: KeyTables; chunks: ChunkTable; open: OpenSamples; monotonicMs: () => number }) {
    this.#file = parts.file;
    this.#keys = parts.keys;
    this.#chunks = parts.chunks;
    this.#open = parts.open;
    this.#monotonicMs = parts.monotonicMs;
  }

  get isDue(): boolean {
    return this.#next() !== null;
  }

  /** Works for about `budgetMs` in one transaction. `seq`: the newest journal row. */
  work(seq: number, budgetMs: number): void {
    const until = this.#monotonicMs() + budgetMs;
    if (this.#next() === null) return;
    const done: OpenPoint[] = [];
    const last = new Map<number, LastChunk | null>();
    try {
      this.#file.transaction(() => {
        for (let open = this.#next(); open !== null && (done.length === 0 || this.#monotonicMs() < until); open = this.#next()) {
          last.set(open.point, this.#compact(open, seq));
          this.#open.remove(open);
          done.push(open);
        }
        this.#file.run('DELETE FROM journal WHERE seq < ?', this.#open.neededSeq ?? seq + 1);
      });
    } catch (error) {
      // Nothing was stored: the samples go back to waiting, in front, as they were.
      this.#open.putBack(done);
      throw error;
    }
    for (const [point, chunk] of last) {
      if (chunk === null) this.#lastChunks.delete(point);
      else this.#lastChunks.set(point, chunk);
    }
  }

  #next(): OpenPoint | null {
    return this.#open.nextDue(this.#monotonicMs() - MAX_AGE_MS, MAX_WAITING);
  }

  #compact(open: OpenPoint, seq: number): LastChunk | null {
    const parts: Part[] = open.series.map((series) => ({ session: series.session, columns: series.snapshot() }));
    const before = this.#smallBefore(open.point, parts[0]);
    if (before !== null) parts.unshift(before);
    let result: LastChunk | null = null;
    for (const { session, columns } of mergedParts(parts)) {
      const chunk = encodeChunk(columns, this.#keys.quality);
      const id = this.#chunks.insert(open.point, chunk);
      result = { id, session, last: chunk.last, count: chunk.count };
    }
    this.#file.run('UPDATE point SET chunked_seq = ? WHERE key = ?', seq, open.point);
    return result;
  }

  /** The point's last chunk, taken out of the table, when it is small and the samples that wait continue it. */
  #smallBefore(point: number, first: Part | undefined): Part | null {
    const last = this.#lastChunks.get(point);
    if (last === undefined || first === undefined || last.count >= SMALL || last.session !== first.session) return null;
    if ((first.columns.times[0] ?? 0) < last.last) return null;
    const columns = this.#chunks.samples(last.id);
    if (columns === null || joined(columns, first.columns) === null || columns.count + first.columns.count > CHUNK_MAX) return null;
    this.#chunks.delete(last.id);
    return { session: last.session, columns };
  }
}

/** As few parts as can be, in order: those of one session and one kind that fit into a chunk become one. */
function mergedParts(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const next of parts) {
    const last = result.at(-1);
    const fits = last !== undefined && last.session === next.session && last.columns.count + next.columns.count <= CHUNK_MAX;
    const both = fits ? joined(last.columns, next.columns) : null;
    if (both === null) result.push(next);
    else result[result.length - 1] = { session: next.session, columns: sortedByTime(both) };
  }
  return result;
}
