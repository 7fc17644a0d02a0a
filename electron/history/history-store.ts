import { basename } from 'node:path';
import { z } from 'zod';
import { ChunkTable } from './chunk-table';
import { Compactor } from './compactor';
import { HistoryFile, isDamage, setAside } from './history-file';
import { decodeJournal, encodeJournal } from './journal-codec';
import { KeyTables } from './key-tables';
import { OpenSamples } from './open-samples';
import type { Quality } from '../../shared/domain/quality';
import type { Batch } from './batch';

/** A span in which nothing was recorded, because the product did not run. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

const journalRow = z.tuple([z.number(), z.number(), z.custom<Uint8Array>((value) => value instanceof Uint8Array), z.string()]);
const sessionRow = z.tuple([z.number(), z.number(), z.number().nullable()]);
const textsSchema = z.array(z.string());

export interface StoreClock {
  /** UTC, microseconds. */
  nowMicros(): number;
  monotonicMs(): number;
}

/** History of one project, in the thread of its file: stores batches, brings them into chunks, forgets old ones. */
export class HistoryStore {
  readonly file: HistoryFile;
  readonly keys: KeyTables;
  readonly chunks: ChunkTable;
  readonly open = new OpenSamples();
  readonly pauses: readonly Pause[];
  readonly #compactor: Compactor;
  readonly #clock: StoreClock;
  readonly #session: number;
  readonly #points: number[] = [];
  readonly #qualities: number[] = [];
  #seq = 0;
  #lostRows = 0;
  #totals: { samples: number; oldest: number | null; newest: number | null };

  private constructor(file: HistoryFile, clock: StoreClock) {
    this.file = file;
    this.#clock = clock;
    this.keys = new KeyTables(file);
    this.chunks = new ChunkTable(file);
    this.#compactor = new Compactor({ file, keys: this.keys, chunks: this.chunks, open: this.open, monotonicMs: () => clock.monotonicMs() });
    this.#totals = this.chunks.totals();
    this.#recover();
    const { session, pauses } = this.#beginSession();
    this.#session = session;
    this.pauses = pauses;
    this.open.beginSession();
  }

  /**
   * Opens the file, reading what the last session left in the journal. A damaged file is set aside and a new one begun;
   * `recovery` says so. Throws for a file of a newer version.
   */
  static open(path: string, clock: StoreClock): { store: HistoryStore; recovery: string } {
    let file: HistoryFile | null = null;
    try {
      file = HistoryFile.open(path);
      const store = new HistoryStore(file, clock);
      const lost = store.#lostRows;
      return { store, recovery: lost === 0 ? '' : `${String(lost)} stretches of the last session's samples are damaged and were left out, of about 0.2 s each.` };
    } catch (error) {
      file?.close();
      // Rows that SQLite reads but we did not write so are damage too.
      if (!isDamage(error) && !(error instanceof z.ZodError) && !(error instanceof SyntaxError)) throw error;
      return HistoryStore.openNew(path, clock);
    }
  }

  /** Sets a damaged file aside and begins a new one. */
  static openNew(path: string, clock: StoreClock): { store: HistoryStore; recovery: string } {
    const aside = setAside(path, clock.nowMicros() / 1000);
    const recovery = `The history file is damaged. It was renamed to ${basename(aside)} and a new history was begun; nothing was deleted.`;
    return { store: new HistoryStore(HistoryFile.open(path), clock), recovery };
  }

  /** Number of the newest batch that is stored. */
  get seq(): number {
    return this.#seq;
  }

  get totals(): { samples: number; oldest: number | null; newest: number | null } {
    return this.#totals;
  }

  /** The session's lists, or what they gained; see `batch.ts`. On the disk with the next batch that uses them. */
  learn(lists: { pointsFrom: number; newPoints: readonly string[]; qualitiesFrom: number; newQualities: readonly Quality[] }): void {
    const undo: (() => void)[] = [];
    try {
      this.file.transaction(() => {
        this.#learn(lists, undo);
      });
    } catch (error) {
      for (const step of undo) step();
      throw error;
    }
  }

  /** Stores a batch; when it returns, it is on the disk. A batch that is stored already is passed over. */
  append(batch: Batch): void {
    if (batch.seq <= this.#seq) return;
    const undo: (() => void)[] = [];
    try {
      const columns = this.file.transaction(() => {
        this.#learn(batch, undo);
        const columns = { ...batch, points: batch.points.map((point) => this.#points[point] ?? 0), qualities: batch.qualities.map((quality) => this.#qualities[quality] ?? 0) };
        const last = batch.times.reduce((latest, time) => Math.max(latest, time), 0);
        this.file.run('INSERT INTO journal (seq, last, samples, texts) VALUES (?, ?, ?, ?)', batch.seq, last, encodeJournal(columns), JSON.stringify(batch.texts));
        return columns;
      });
      this.#seq = batch.seq;
      this.#take(batch.seq, columns, batch.texts);
    } catch (error) {
      for (const step of undo) step();
      throw error;
    }
  }

  get isCompactionDue(): boolean {
    return this.#compactor.isDue;
  }

  compact(budgetMs: number): void {
    this.#compactor.work(this.#seq, budgetMs);
  }

  /** Forgets some of what ended before a time; true when there is more. */
  forgetSome(before: number): boolean {
    const { chunks, samples } = this.file.transaction(() => this.chunks.deleteBefore(before, 100));
    if (chunks === 0) return false;
    this.file.shrink();
    this.#totals = { ...this.#totals, samples: this.#totals.samples - samples, oldest: least(this.chunks.oldest(), this.open.oldestTime()) };
    return true;
  }

  close(): void {
    try {
      this.file.run('UPDATE session SET closed = ? WHERE id = ?', this.#clock.nowMicros(), this.#session);
    } finally {
      this.file.close();
    }
  }

  #learn({ pointsFrom, newPoints, qualitiesFrom, newQualities }: Parameters<HistoryStore['learn']>[0], undo: (() => void)[]): void {
    newPoints.forEach((id, at) => {
      this.#points[pointsFrom + at] = this.keys.addPoint(id, undo);
    });
    newQualities.forEach((quality, at) => {
      this.#qualities[qualitiesFrom + at] = this.keys.addQuality(quality, undo);
    });
  }

  #take(seq: number, columns: Parameters<OpenSamples['add']>[1], texts: readonly string[], wanted?: (point: number) => boolean): void {
    const before = this.open.count;
    this.open.add(seq, columns, texts, this.#clock.monotonicMs(), wanted);
    let { oldest, newest } = this.#totals;
    for (const time of columns.times) {
      if (oldest === null || time < oldest) oldest = time;
      if (newest === null || time > newest) newest = time;
    }
    this.#totals = { samples: this.#totals.samples + this.open.count - before, oldest, newest };
  }

  #recover(): void {
    for (;;) {
      const row = this.file.rows('SELECT seq, last, samples, texts FROM journal WHERE seq > ? ORDER BY seq LIMIT 1', this.#seq)[0];
      if (row === undefined) break;
      const [seq, , samples, texts] = journalRow.parse(row);
      this.#seq = seq;
      const columns = decodeJournal(samples);
      if (columns === null) {
        this.#lostRows += 1;
        continue;
      }
      this.#take(seq, columns, textsSchema.parse(JSON.parse(texts)), (point) => seq > (this.keys.chunkedSeq.get(point) ?? 0));
    }
    for (const seq of this.keys.chunkedSeq.values()) this.#seq = Math.max(this.#seq, seq);
    this.keys.chunkedSeq.clear();
  }

  #beginSession(): { session: number; pauses: Pause[] } {
    const now = this.#clock.nowMicros();
    const newest = this.#totals.newest;
    // A session that did not end by itself ended with its last sample.
    this.file.run('UPDATE session SET closed = max(opened, ?) WHERE closed IS NULL', newest ?? 0);
    const session = this.file.run('INSERT INTO session (opened) VALUES (?)', now).lastId;
    const rows = this.file.rows('SELECT id, opened, closed FROM session ORDER BY id').map((row) => sessionRow.parse(row));
    const pauses: Pause[] = [];
    for (const [at, [, , closed]] of rows.entries()) {
      const next = rows[at + 1];
      if (closed !== null && next !== undefined && next[1] > closed) pauses.push({ from: closed, to: next[1] });
    }
    return { session, pauses };
  }
}

function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
