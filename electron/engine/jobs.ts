import { randomUUID } from 'node:crypto';
import { ProcedureError } from '../../shared/contract/answer';
import type { ProcedureOutput } from '../../shared/contract';
import type { Job } from '../../shared/contract/common';
import type { Clock } from '../protocols/protocol';
import { JobFiles } from './job-files';

/** Ended jobs that are remembered. */
const MOST_ENDED = 50;
const MOST_RUNNING = 8;
/** A file waits this long to be fetched, or its next part. */
const FILE_LIFE_MS = 10 * 60_000;
/** Files that wait take this much of the disk together at most; the oldest goes first. */
const MOST_FILE_OCTETS = 2 * 1024 ** 3;

export interface Progress {
  step(step: string, done: number, total: number | null): void;
}
export interface JobFile {
  readonly name: string;
  /** Octets. */
  readonly size: number;
}
/** Does the work; where it makes a file, it writes it to `path` and says its name and size. */
type Work = (progress: Progress, signal: AbortSignal, path: string) => Promise<JobFile | null>;

interface Entry {
  job: Job;
  readonly abort: AbortController;
  file: JobFile | null;
  expiry: NodeJS.Timeout | null;
  ended: Promise<void>;
}

export interface JobsContext {
  readonly clock: Clock;
  /** The tenant's own folder for files that wait; it is emptied at the beginning and at the end. */
  readonly folder: string;
  onChange(jobId: string): void;
  /** Writes an unknown failure to the log and gives its id. */
  failure(what: string, cause: unknown): string;
}

/** Long work of one tenant: shown with its progress, cancelled on demand, its file kept until it is fetched or expires. */
export class Jobs {
  private readonly entries = new Map<string, Entry>();
  private readonly files: JobFiles;
  private readonly emptied: Promise<void>;

  constructor(private readonly context: JobsContext) {
    this.files = new JobFiles(context.folder, (cause) => void context.failure('Files of jobs', cause));
    // What a killed process left.
    this.emptied = this.files.empty();
  }

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

  /** One part of the file. @throws ProcedureError `conflict` while it runs, `not_found` when there is no file or no more, `bad_input` for a part that it does not have */
  async result(jobId: string, part: number): Promise<ProcedureOutput<'job.result'>> {
    const entry = this.find(jobId);
    const { job, file } = entry;
    if (job.state === 'running') throw new ProcedureError('conflict', `"${job.title}" is still running.`);
    const gone = (): ProcedureError => new ProcedureError('not_found', `"${job.title}" has no file, or it has expired.`);
    if (file === null) throw gone();
    const parts = JobFiles.parts(file.size);
    if (part >= parts) throw new ProcedureError('bad_input', `${file.name} has ${parts} parts; they count from 0.`, { fields: [{ path: 'part', message: `at most ${parts - 1}` }] });
    this.expireLater(entry);
    const octets = await this.files.read(jobId, part);
    if (octets === null) throw gone();
    return { name: file.name, contentBase64: octets.toString('base64'), part, parts };
  }

  /** Cancels what runs and waits for its end. */
  async close(): Promise<void> {
    for (const entry of this.entries.values()) entry.abort.abort();
    await Promise.all(Array.from(this.entries.values(), ({ ended }) => ended));
    for (const entry of this.entries.values()) this.dropFile(entry);
    this.entries.clear();
    await this.emptied;
    await this.files.remove();
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
      await this.emptied;
      signal.throwIfAborted();
      const file = await work(progress, signal, this.files.path(entry.job.id));
      if (signal.aborted) {
        this.dropFile(entry);
        this.set(entry, { state: 'cancelled', message: 'Cancelled' });
      } else this.finish(entry, file);
    } catch (cause) {
      this.dropFile(entry);
      if (signal.aborted) this.set(entry, { state: 'cancelled', message: 'Cancelled' });
      else if (cause instanceof ProcedureError) this.set(entry, { state: 'failed', message: cause.message });
      else this.set(entry, { state: 'failed', message: `Failed inside the product. The log has the cause under ${this.context.failure(entry.job.title, cause)}.` });
    }
    this.forgetOldest();
  }

  private finish(entry: Entry, file: JobFile | null): void {
    if (file) {
      entry.file = file;
      this.expireLater(entry);
    }
    this.set(entry, { state: 'done', hasFile: file !== null, message: file ? `${file.name} is ready` : '' });
  }

  private expireLater(entry: Entry): void {
    if (entry.expiry) clearTimeout(entry.expiry);
    entry.expiry = setTimeout(() => {
      this.dropFile(entry);
      this.set(entry, { hasFile: false, message: 'The file has expired' });
    }, FILE_LIFE_MS);
    entry.expiry.unref();
  }

  private set(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change };
    this.context.onChange(entry.job.id);
  }

  private dropFile(entry: Entry): void {
    entry.file = null;
    this.files.drop(entry.job.id);
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
      octets += entry.file?.size ?? 0;
      if (octets <= MOST_FILE_OCTETS || entry.file === null) continue;
      this.dropFile(entry);
      this.set(entry, { hasFile: false, message: 'The file gave way to newer ones' });
    }
  }
}
