import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { BatchBuilder } from './batch-builder';
import { HistoryError, WorkerLink } from './worker-link';
import { askForExport, askForRange, type RangeRequest } from './worker-queries';
import type { Series } from '../../shared/contract/points';
import type { Sample } from '../../shared/domain/sample';
import type { Micros } from '../../shared/domain/time';
import type { HistoryLog } from './history-log';
import type { Batch } from './batch';
import type { ExportRequest } from './csv-export';

/** Samples are given to the worker this often; it has them on the disk some milliseconds later. */
const FLUSH_MS = 200;

/** Samples that may wait for the disk: 20 s at 10,000 a second. More are counted and dropped. */
const MAX_PENDING = 200_000;

/** Samples of one batch at most, so that one commit stays short. */
const MAX_BATCH = 50_000;

const FORGET_EVERY_MS = 3_600_000;
const DAY_MICROS = 86_400_000_000;
const CLOSE_WITHIN_MS = 8000;

export interface HistoryOptions {
  /** The project's folder; the history is `history.db` in it. */
  readonly folder: string;
  /** The bundled `history-worker.js`. */
  readonly workerUrl: URL;
  readonly retentionDays: number;
  readonly log: HistoryLog;
}

export interface HistoryMetrics {
  /** Samples on the disk since the start. */
  readonly written: number;
  /** Samples that are not yet on the disk. */
  readonly pending: number;
  /** Samples that were lost because the disk or the worker did not keep up, since the start. */
  readonly dropped: number;
  /** Why nothing can be recorded at present, in plain words; null when all is well. */
  readonly error: string | null;
}

export interface HistoryStats {
  readonly samples: number;
  readonly bytes: number;
  readonly oldest: Micros | null;
  readonly newest: Micros | null;
}

/** A sample as acquisition publishes it: one with `record: false` is not kept. */
export type Recordable = Sample & { readonly record?: boolean };

/**
 * The history of one project, from the main thread: gathers samples and gives them to the worker that owns the file.
 * A worker that ends is started again and is given once more what it had not acknowledged. Nothing is lost silently:
 * what can't be kept is counted, logged, and told by {@link metrics}.
 */
export class History {
  readonly #options: HistoryOptions;
  readonly #path: string;
  readonly #builder = new BatchBuilder();
  #link: WorkerLink | null = null;
  #inFlight: Batch | null = null;
  #sending: Promise<void> | null = null;
  #seq = 0;
  #retentionDays: number;
  #flushTimer: NodeJS.Timeout | null = null;
  #retryTimer: NodeJS.Timeout | null = null;
  #forgetTimer: NodeJS.Timeout | null = null;
  #failures = 0;
  #closed = false;
  #written = 0;
  #dropped = 0;
  #droppedTold = 0;
  #error: string | null = null;
  /** What {@link #error} was said for, to say it once. */
  #cause: string | null = null;
  #usable = false;
  readonly #opening: Promise<void>;

  private constructor(options: HistoryOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'history.db');
    this.#retentionDays = options.retentionDays;
    this.#opening = this.#start();
  }

  /**
   * Begins to open the history, or to make it: samples are gathered meanwhile, and queries wait. Where it can't be used
   * (a file of a newer version, a folder that can't be written) nothing is recorded, {@link metrics} says why, and queries
   * reject with the same words.
   */
  static open(options: HistoryOptions): History {
    mkdirSync(options.folder, { recursive: true });
    return new History(options);
  }

  /** Resolves when it is open, or is known not to open now. */
  opened(): Promise<void> {
    return this.#opening;
  }

  /** Takes samples in. Those that the buffer can't hold are counted and dropped. */
  append(samples: readonly Recordable[]): void {
    if (this.#closed) return;
    for (const sample of samples) {
      if (sample.record === false) continue;
      if (this.#pending >= MAX_PENDING) this.#dropped += 1;
      else this.#builder.add(sample);
    }
    if (this.#dropped > this.#droppedTold) this.#tellDropped();
    if (this.#builder.count >= MAX_BATCH) this.#send();
    else this.#flushLater();
  }

  /** Samples between two times for a chart; see `range-query.ts`. Rejects with a {@link HistoryError}. */
  async range(request: RangeRequest): Promise<Series[]> {
    await this.flush();
    return askForRange(this.#opened(), request);
  }

  /**
   * Writes the samples of some points as CSV into a file, which the worker makes, and gives its size in octets. Rejects with
   * a {@link HistoryError}, and no file is left then; `cancelled` when the signal says so.
   */
  async exportCsv(request: ExportRequest & { readonly path: string }, onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<number> {
    if (signal.aborted) throw new HistoryError('cancelled', 'Cancelled');
    await this.flush();
    return askForExport(this.#opened(), request, onProgress, signal);
  }

  async stats(): Promise<HistoryStats> {
    await this.#opening;
    const link = this.#opened();
    return (await link.call({ type: 'stats', id: link.nextId() }, 'stats')).stats;
  }

  /** Keeps samples this many days, from now on. */
  setRetention(days: number): void {
    this.#retentionDays = days;
    void this.#forget();
  }

  /** Resolves when everything taken in so far is on the disk, or is known not to get there now. */
  async flush(): Promise<void> {
    await this.#opening;
    const wanted = this.#written + this.#pending;
    while (this.#written < wanted && this.#usable) {
      this.#send();
      await this.#sending;
    }
  }

  metrics(): HistoryMetrics {
    return { written: this.#written, pending: this.#pending, dropped: this.#dropped, error: this.#error };
  }

  /** Brings everything onto the disk (within 8 s) and ends the worker. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const deadline = new Promise<'late'>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS, 'late').unref());
    await Promise.race([this.#opening, deadline]);
    const link = this.#link;
    if (link !== null && this.#usable) {
      const orderly = this.flush()
        .then(() => link.call({ type: 'close', id: link.nextId() }, 'closed'))
        .then(() => 'closed' as const, (error: unknown) => ({ error }));
      const outcome = await Promise.race([orderly, deadline]);
      if (outcome === 'late') this.#options.log.error(`History did not close within ${String(CLOSE_WITHIN_MS / 1000)} s; what was acknowledged is on the disk.`);
      else if (outcome !== 'closed') this.#options.log.failure('History did not close in order; what was acknowledged is on the disk.', outcome.error);
    }
    if (this.#pending > 0) this.#options.log.error(`${String(this.#pending)} samples could not be stored before the history closed.`);
    this.#usable = false;
    for (const timer of [this.#flushTimer, this.#retryTimer, this.#forgetTimer]) if (timer !== null) clearTimeout(timer);
    await link?.end();
    this.#link = null;
  }

  get #pending(): number {
    return this.#builder.count + (this.#inFlight?.points.length ?? 0);
  }

  async #start(): Promise<void> {
    let link: WorkerLink | null = null;
    try {
      link = this.#startWorker();
      this.#link = link;
      const { points, qualities } = this.#builder.lists;
      const opened = await link.call({ type: 'open', id: link.nextId(), path: this.#path, points: [...points], qualities: [...qualities] }, 'opened');
      if (opened.recovery !== '') this.#options.log.error(opened.recovery);
      this.#seq = Math.max(this.#seq, opened.seq);
      this.#usable = true;
      this.#recovered();
      void this.#forget();
      this.#forgetTimer ??= setInterval(() => void this.#forget(), FORGET_EVERY_MS).unref();
      this.#send();
    } catch (error) {
      this.#fail(error, 'The history file could not be opened; it is tried again.');
      if (error instanceof HistoryError && error.code === 'gone') return;
      await link?.end();
      this.#link = null;
      // A file of a newer version stays one; anything else may pass.
      if (!(error instanceof HistoryError && error.code === 'newer')) this.#restartLater();
    }
  }

  #startWorker(): WorkerLink {
    const { workerUrl, log } = this.#options;
    return new WorkerLink(workerUrl, {
      onNotice: (level, message, cause) => {
        if (cause === '') log[level](message);
        else log.failure(message, new Error(cause));
      },
      onGone: (reason) => {
        this.#usable = false;
        this.#fail(new Error(reason), 'The history worker ended and is started again.');
        this.#restartLater();
      },
    });
  }

  #restartLater(): void {
    if (this.#closed || this.#retryTimer !== null) return;
    this.#failures += 1;
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null;
      if (!this.#closed) void this.#start();
    }, Math.min(30_000, 500 * 2 ** this.#failures));
  }

  #flushLater(): void {
    if (this.#builder.count === 0 || this.#flushTimer !== null || this.#closed) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = null;
      this.#send();
    }, FLUSH_MS);
  }

  /** Sends the next batch unless one is under way. */
  #send(): void {
    if (this.#sending !== null || !this.#usable || this.#link === null) return;
    if (this.#inFlight === null) {
      if (this.#builder.count === 0) return;
      this.#seq += 1;
      this.#inFlight = this.#builder.take(this.#seq);
    }
    this.#sending = this.#store(this.#link, this.#inFlight).finally(() => {
      this.#sending = null;
      if (this.#inFlight === null && this.#builder.count >= MAX_BATCH) this.#send();
      else this.#flushLater();
    });
  }

  async #store(link: WorkerLink, batch: Batch): Promise<void> {
    try {
      await link.call({ type: 'append', id: link.nextId(), batch }, 'appended');
      this.#inFlight = null;
      this.#written += batch.points.length;
      this.#recovered();
      this.#failures = 0;
    } catch (error) {
      this.#fail(error, 'Samples could not be written into the history file; it is tried again.');
      if (error instanceof HistoryError && error.code === 'gone') return;
      // The batch is kept and sent again by a worker that opens the file anew.
      this.#usable = false;
      await link.end();
      this.#link = null;
      this.#restartLater();
    }
  }

  async #forget(): Promise<void> {
    const link = this.#link;
    if (link === null || !this.#usable) return;
    try {
      await link.call({ type: 'forget', id: link.nextId(), before: Date.now() * 1000 - this.#retentionDays * DAY_MICROS }, 'forgotten');
    } catch (error) {
      if (this.#closed) return;
      if (isForPeople(error)) this.#options.log.warn(`Old samples could not be removed: ${error.message}`);
      else this.#options.log.failure('Old samples could not be removed; it is tried again.', error);
    }
  }

  /** @param what said where the error has no words for people */
  #fail(error: unknown, what: string): void {
    const cause = error instanceof Error ? error.message : String(error);
    if (cause === this.#cause) return;
    this.#cause = cause;
    this.#error = isForPeople(error) ? cause : this.#options.log.failure(what, error);
    if (isForPeople(error)) this.#options.log.error(`History: ${cause}`);
  }

  #recovered(): void {
    this.#error = null;
    this.#cause = null;
  }

  #tellDropped(): void {
    // Once for each doubling, not for each sample.
    if (this.#droppedTold > 0 && this.#dropped < this.#droppedTold * 2) return;
    this.#droppedTold = this.#dropped;
    this.#options.log.error(`History can't keep up: ${String(this.#dropped)} samples were not recorded so far. ${this.#error ?? 'The disk is too slow.'}`);
  }

  #opened(): WorkerLink {
    if (this.#link === null || !this.#usable) throw new HistoryError('gone', this.#error ?? 'The history is closed.');
    return this.#link;
  }
}

/** What nobody foresaw comes in SQLite's words, with paths of files. */
function isForPeople(error: unknown): error is HistoryError {
  return error instanceof HistoryError && error.code !== 'internal';
}
