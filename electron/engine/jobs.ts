import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../shared/contract/answer';
import type { FileContent, Job } from '../../shared/contract/common';
import type { Clock } from '../protocols/protocol';

/** Ended jobs that are remembered. */
const MOST_ENDED = 50;
const MOST_RUNNING = 8;
/** A file waits this long to be fetched. */
const FILE_LIFE_MS = 10 * 60_000;
/** Files that wait together hold this much at most; the oldest goes first. */
const MOST_FILE_OCTETS = 256 * 1024 * 1024;

export interface Progress {
  step(step: string, done: number, total: number | null): void;
}
export interface JobFile {
  readonly name: string;
  readonly octets: Uint8Array;
}
type Work = (progress: Progress, signal: AbortSignal) => Promise<JobFile | null>;

interface Entry {
  job: Job;
  readonly abort: AbortController;
  file: JobFile | null;
  expiry: NodeJS.Timeout | null;
  ended: Promise<void>;
}

export interface JobsContext {
  readonly clock: Clock;
  onChange(jobId: string): void;
  /** Writes an unknown failure to the log and gives its id. */
  failure(what: string, cause: unknown): string;
}

/** Long work of one tenant: shown with its progress, cancelled on demand, its file kept until it is fetched or expires. */
export class Jobs {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly context: JobsContext) {}

  /** @throws ProcedureError `too_many` when eight run already */
  start(title: string, work: Work): Job {
    const running = [...this.entries.values()].filter(({ job }) => job.state === 'running').length;
    if (running >= MOST_RUNNING) throw new ProcedureError('too_many', `${MOST_RUNNING} jobs are running already. Wait for one to end, or cancel one.`);
    const job: Job = { id: randomUUID(), title, state: 'running', step: '', done: 0, total: null, startedAt: this.context.clock.nowMicros(), message: '', hasFile: false };
    const entry: Entry = { job, abort: new AbortController(), file: null, expiry: null, ended: Promise.resolve() };
    this.entries.set(job.id, entry);
    entry.ended = this.run(entry, work);
    this.context.onChange(job.id);
    return job;
  }

  ids(): Iterable<string> {
    return this.entries.keys();
  }

  get(jobId: string): Job | null {
    return this.entries.get(jobId)?.job ?? null;
  }

  /** Newest first. */
  list(): Job[] {
    return Array.from(this.entries.values(), ({ job }) => job).toReversed();
  }

  /** Asks the job to end; one that has ended stays as it is. */
  cancel(jobId: string): void {
    this.find(jobId).abort.abort();
  }

  /** @throws ProcedureError `conflict` while it runs, `not_found` when there is no file or no more */
  result(jobId: string): FileContent {
    const { job, file } = this.find(jobId);
    if (job.state === 'running') throw new ProcedureError('conflict', `"${job.title}" is still running.`);
    if (file === null) throw new ProcedureError('not_found', `"${job.title}" has no file, or it has expired.`);
    return { name: file.name, contentBase64: Buffer.from(file.octets.buffer, file.octets.byteOffset, file.octets.byteLength).toString('base64') };
  }

  /** Cancels what runs and waits for its end. */
  async close(): Promise<void> {
    for (const entry of this.entries.values()) entry.abort.abort();
    await Promise.all(Array.from(this.entries.values(), ({ ended }) => ended));
    for (const entry of this.entries.values()) this.dropFile(entry);
    this.entries.clear();
  }

  private find(jobId: string): Entry {
    const entry = this.entries.get(jobId);
    if (!entry) throw new ProcedureError('not_found', 'There is no such job, or it ended long ago.');
    return entry;
  }

  private async run(entry: Entry, work: Work): Promise<void> {
    const { signal } = entry.abort;
    const progress: Progress = { step: (step, done, total) => this.set(entry, { step, done, total }) };
    try {
      const file = await work(progress, signal);
      if (signal.aborted) this.set(entry, { state: 'cancelled', message: 'Cancelled' });
      else this.finish(entry, file);
    } catch (cause) {
      if (signal.aborted) this.set(entry, { state: 'cancelled', message: 'Cancelled' });
      else if (cause instanceof ProcedureError) this.set(entry, { state: 'failed', message: cause.message });
      else this.set(entry, { state: 'failed', message: `Failed inside the product. The log has the cause under ${this.context.failure(entry.job.title, cause)}.` });
    }
    this.forgetOldest();
  }

  private finish(entry: Entry, file: JobFile | null): void {
    if (file) {
      entry.file = file;
      entry.expiry = setTimeout(() => {
        this.dropFile(entry);
        this.set(entry, { hasFile: false, message: 'The file has expired' });
      }, FILE_LIFE_MS);
      entry.expiry.unref();
    }
    this.set(entry, { state: 'done', hasFile: file !== null, message: file ? `${file.name} is ready` : '' });
  }

  private set(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change };
    this.context.onChange(entry.job.id);
  }

  private dropFile(entry: Entry): void {
    entry.file = null;
    if (entry.expiry) clearTimeout(entry.expiry);
    entry.expiry = null;
  }

  private forgetOldest(): void {
    const ended = [...this.entries.values()].filter(({ job }) => job.state !== 'running');
    for (const entry of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) {
      this.dropFile(entry);
      this.entries.delete(entry.job.id);
    }
    let octets = 0;
    for (const entry of ended.toReversed()) {
      octets += entry.file?.octets.length ?? 0;
      if (octets <= MOST_FILE_OCTETS || entry.file === null) continue;
      this.dropFile(entry);
      this.set(entry, { hasFile: false, message: 'The file gave way to newer ones' });
    }
  }
}
