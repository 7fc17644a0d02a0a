import { Low } from 'lowdb';
import { fileTrouble } from '../disk/file-system';
import { ProcedureError } from '../../shared/contract/answer';
import type { StoredProject } from './project-file';
import type { Adapter } from 'lowdb';
import type { Project } from '../../shared/domain/project';
import type { Micros } from '../../shared/domain/time';
import type { Clock, DriverLog } from '../protocols/protocol';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
/** In a burst of edits, the next write waits this many times as long as the last one took, a second at most. */
const REST = 3;
const LONGEST_REST_MS = 1000;

export interface ProjectSaverOptions {
  readonly adapter: Adapter<StoredProject>;
  readonly clock: Clock;
  readonly log: DriverLog;
  /** The project as it is on the disk now. */
  readonly project: Project;
  readonly savedAt: Micros | null;
  /** Called whenever `savedAt` or `saveError` changed. */
  readonly onState: () => void;
}

interface Waiter {
  readonly number: number;
  resolve(): void;
  reject(error: Error): void;
}

/**
 * Saves at once after every edit, with one write at a time: edits that come during a write go into the next one, and
 * the last is never lost. The whole file is written each time, so in a burst of edits writing rests in between, and
 * takes a quarter of the time at most; whoever waits for the disk ends the rest. A write that fails is tried again, at growing pauses of at most 30 s and with every edit.
 */
export class ProjectSaver {
  private readonly low: Low<StoredProject>;
  private readonly options: ProjectSaverOptions;
  private wanted: Project;
  /** Number of the newest state, and of the one on the disk. */
  private wantedNumber = 0;
  private savedNumber = 0;
  private waiters: Waiter[] = [];
  private writing: Promise<void> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private restUntil = 0;
  private endRest: (() => void) | null = null;
  private retryMs = FIRST_RETRY_MS;
  private trouble = '';
  private stopped = false;
  private lastSavedAt: Micros | null;

  constructor(options: ProjectSaverOptions) {
    this.options = options;
    this.wanted = options.project;
    this.lastSavedAt = options.savedAt;
    this.low = new Low(options.adapter, { project: options.project, savedAt: options.savedAt ?? 0, label: '' });
  }

  /** When the file was last written; null before the first time. */
  get savedAt(): Micros | null {
    return this.lastSavedAt;
  }

  /** Why the last write failed, in plain words; empty when it did not. */
  get saveError(): string {
    return this.trouble;
  }

  /** Asks for the project to be written; never rejects, see {@link saveError}. */
  save(project: Project): void {
    this.wanted = project;
    this.wantedNumber += 1;
    this.start();
  }

  /** Resolves when the project as it is now is on the disk; rejects with `conflict` when a try has failed. */
  flush(): Promise<void> {
    if (this.savedNumber === this.wantedNumber) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiters.push({ number: this.wantedNumber, resolve, reject });
      this.endRest?.();
      this.start();
    });
  }

  /** Ends the retries. A write under way is waited for. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.endRest?.();
    await this.writing;
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = null;
  }

  private start(): void {
    if (this.stopped || this.writing !== null || this.savedNumber === this.wantedNumber) return;
    if (this.retry !== null) clearTimeout(this.retry);
    this.retry = null;
    this.writing = this.run();
  }

  /** Writes until the disk has the newest or a write has failed; never rejects. */
  private async run(): Promise<void> {
    while (this.savedNumber < this.wantedNumber) {
      const restMs = this.restUntil - this.options.clock.monotonicMs();
      // Nobody rests who is waited for.
      if (restMs > 0 && this.waiters.length === 0 && !this.stopped) await this.rest(restMs);
      const began = this.options.clock.monotonicMs();
      const number = this.wantedNumber;
      const savedAt = this.options.clock.nowMicros();
      this.low.data = { project: this.wanted, savedAt, label: '' };
      try {
        await this.low.write();
      } catch (error) {
        this.writing = null;
        this.failed(error);
        return;
      }
      const ended = this.options.clock.monotonicMs();
      this.restUntil = ended + Math.min((ended - began) * REST, LONGEST_REST_MS);
      this.savedNumber = number;
      this.lastSavedAt = savedAt;
      if (this.trouble !== '') this.options.log.info(`${this.wanted.name}: saved again.`);
      this.trouble = '';
      this.retryMs = FIRST_RETRY_MS;
      this.settle((waiter) => waiter.number <= number, (waiter) => waiter.resolve());
      this.options.onState();
    }
    this.writing = null;
  }

  private async rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endRest = null;
  }

  private settle(which: (waiter: Waiter) => boolean, how: (waiter: Waiter) => void): void {
    const due = this.waiters.filter((waiter) => which(waiter));
    this.waiters = this.waiters.filter((waiter) => !which(waiter));
    for (const waiter of due) how(waiter);
  }

  private failed(error: unknown): void {
    const trouble = fileTrouble(error);
    if (trouble !== this.trouble) this.options.log.error(`${this.wanted.name} could not be saved: ${trouble}. It is kept in memory and saving is tried again.`);
    this.trouble = trouble;
    const refusal = new ProcedureError('conflict', `The project could not be saved: ${trouble}. It is kept in memory and saving is tried again.`, { reason: 'not_saved' });
    this.settle(() => true, (waiter) => waiter.reject(refusal));
    this.retry = setTimeout(() => {
      this.retry = null;
      this.start();
    }, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
    this.options.onState();
  }
}
