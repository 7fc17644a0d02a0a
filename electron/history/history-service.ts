import { exportCsv } from './csv-export';
import { ExportError, ExportFile } from './export-file';
import { HistoryFileError, isDamage, sqliteCode } from './history-file';
import { HistoryStore } from './history-store';
import { queryRange } from './range-query';
import type { FailureCode, HistoryReply, HistoryRequest, SeriesMessage } from './messages';
import type { StoreClock } from './history-store';

/** A slice of background work: appends wait no longer than this for it. */
const SLICE_MS = 25;

type Request<T extends HistoryRequest['type']> = Extract<HistoryRequest, { type: T }>;

class Cancelled extends Error {}

/**
 * The worker's side of history: answers requests, and between them brings samples into chunks. Long work runs in slices,
 * so that a batch is on the disk in time while a chart is drawn or a file is exported.
 */
export class HistoryService {
  readonly #reply: (reply: HistoryReply, transfer?: ArrayBuffer[]) => void;
  readonly #clock: StoreClock;
  readonly #cancelled = new Set<number>();
  readonly #exports = new Set<number>();
  #store: HistoryStore | null = null;
  #path = '';
  #lists: { points: string[]; qualities: Request<'open'>['qualities'] } = { points: [], qualities: [] };
  #compacting = false;
  #damaged = 0;

  constructor(reply: (reply: HistoryReply, transfer?: ArrayBuffer[]) => void, clock: StoreClock) {
    this.#reply = reply;
    this.#clock = clock;
  }

  /** Never rejects: what goes wrong is the reply. */
  async handle(request: HistoryRequest): Promise<void> {
    try {
      await this.#handle(request);
    } catch (error) {
      const { code, message } = failureOf(error);
      this.#reply({ type: 'failed', id: request.id, code, message });
    }
    this.#compactLater();
  }

  async #handle(request: HistoryRequest): Promise<void> {
    switch (request.type) {
      case 'open':
        this.#open(request);
        return;
      case 'append':
        this.#append(request);
        return;
      case 'range':
        await this.#range(request);
        return;
      case 'export':
        await this.#export(request);
        return;
      case 'cancel':
        if (this.#exports.has(request.id)) this.#cancelled.add(request.id);
        return;
      case 'forget':
        while (this.#opened().forgetSome(request.before)) await nextTurn();
        this.#reply({ type: 'forgotten', id: request.id });
        return;
      case 'stats': {
        const store = this.#opened();
        this.#reply({ type: 'stats', id: request.id, stats: { ...store.totals, bytes: store.file.octets } });
        return;
      }
      case 'close':
        this.#store?.close();
        this.#store = null;
        this.#reply({ type: 'closed', id: request.id });
    }
  }

  #open({ id, path, points, qualities }: Request<'open'>): void {
    const { store, recovery } = HistoryStore.open(path, this.#clock);
    store.learn({ pointsFrom: 0, newPoints: points, qualitiesFrom: 0, newQualities: qualities });
    this.#store = store;
    this.#path = path;
    this.#lists = { points: [...points], qualities: [...qualities] };
    this.#reply({ type: 'opened', id, seq: store.seq, recovery });
  }

  #append({ id, batch }: Request<'append'>): void {
    batch.newPoints.forEach((point, at) => {
      this.#lists.points[batch.pointsFrom + at] = point;
    });
    batch.newQualities.forEach((quality, at) => {
      this.#lists.qualities[batch.qualitiesFrom + at] = quality;
    });
    try {
      this.#opened().append(batch);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#beginAnew(error);
      this.#opened().append(batch);
    }
    this.#reply({ type: 'appended', id });
  }

  /** The file turned out to be damaged while it was in use: it is set aside, and recording goes on in a new one. */
  #beginAnew(cause: unknown): void {
    this.#store?.file.close();
    this.#store = null;
    const { store, recovery } = HistoryStore.openNew(this.#path, this.#clock);
    store.learn({ pointsFrom: 0, newPoints: this.#lists.points, qualitiesFrom: 0, newQualities: this.#lists.qualities });
    this.#store = store;
    this.#notice('error', recovery, cause);
  }

  /** {@link HistoryService.#beginAnew} where no request waits for it. */
  #replace(cause: unknown): void {
    try {
      this.#beginAnew(cause);
    } catch (error) {
      this.#notice('error', 'The damaged history could not be replaced.', error);
    }
  }

  async #range({ id, pointIds, from, to, buckets }: Request<'range'>): Promise<void> {
    const series: SeriesMessage[] = [];
    const transfer: ArrayBuffer[] = [];
    const pause = slices();
    for (const pointId of pointIds) {
      await pause();
      const { raw, times, min, max, mean, gaps } = queryRange(this.#opened(), pointId, { from, to, buckets });
      const columns = { times: Float64Array.from(times), min: Float64Array.from(min), max: Float64Array.from(max), mean: Float64Array.from(mean) };
      transfer.push(columns.times.buffer, columns.min.buffer, columns.max.buffer, columns.mean.buffer);
      series.push({ pointId, raw, ...columns, gaps });
    }
    this.#noticeDamage();
    this.#reply({ type: 'series', id, series }, transfer);
  }

  async #export({ id, points, from, to, path }: Request<'export'>): Promise<void> {
    this.#exports.add(id);
    let file: ExportFile | null = null;
    try {
      const growing = (file = await ExportFile.create(path));
      let told = 0;
      const pause = slices();
      await exportCsv(this.#opened(), { points, from, to }, {
        write: (octets) => growing.write(octets),
        progress: (done, total) => {
          if (performance.now() - told < 100) return;
          told = performance.now();
          this.#reply({ type: 'progress', id, done, total });
        },
        pause: async () => {
          await pause();
          if (this.#cancelled.has(id)) throw new Cancelled();
        },
      });
      await growing.close();
      this.#noticeDamage();
      this.#reply({ type: 'exported', id, size: growing.size });
    } catch (error) {
      await file?.discard();
      throw error;
    } finally {
      this.#exports.delete(id);
      this.#cancelled.delete(id);
    }
  }

  #opened(): HistoryStore {
    if (this.#store === null) throw new ExportError('The history is closed.');
    return this.#store;
  }

  #compactLater(): void {
    if (this.#compacting || this.#store?.isCompactionDue !== true) return;
    this.#compacting = true;
    setImmediate(() => {
      this.#compacting = false;
      try {
        this.#store?.compact(SLICE_MS);
        this.#compactLater();
      } catch (error) {
        if (isDamage(error)) {
          this.#replace(error);
          return;
        }
        // The samples stay in the journal; the next request tries again.
        this.#notice('error', 'Samples could not be brought from the journal into the history; it is tried again.', error);
      }
    });
  }

  #noticeDamage(): void {
    const damaged = this.#store?.chunks.damaged ?? 0;
    if (damaged > this.#damaged) this.#notice('warn', `${String(damaged - this.#damaged)} stretches of the history are damaged and were left out.`);
    this.#damaged = damaged;
  }

  #notice(level: 'warn' | 'error', message: string, cause?: unknown): void {
    this.#reply({ type: 'notice', level, message, cause: cause === undefined ? '' : failureOf(cause).message });
  }
}

function failureOf(error: unknown): { code: FailureCode; message: string } {
  if (error instanceof Cancelled) return { code: 'cancelled', message: 'Cancelled' };
  if (error instanceof HistoryFileError) return { code: 'newer', message: error.message };
  if (error instanceof ExportError) return { code: 'refused', message: error.message };
  if (sqliteCode(error) === 'SQLITE_FULL') return { code: 'full', message: 'The disk is full. Samples are kept in memory for some seconds; free some space, or shorten the time that history is kept.' };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Lets other messages be handled whenever a slice of time is used up. */
function slices(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < SLICE_MS) return;
    await nextTurn();
    began = performance.now();
  };
}
