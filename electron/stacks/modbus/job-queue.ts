import type { ClientJob } from './client-job';

/** Waiting requests: commands before polls, each in the order they came. Bounded. */
export class JobQueue {
  readonly #limit: number;
  readonly #commands: ClientJob[] = [];
  readonly #polls: ClientJob[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#commands.length + this.#polls.length;
  }

  /** False when the queue is full. */
  push(job: ClientJob): boolean {
    if (this.length >= this.#limit) return false;
    (job.command ? this.#commands : this.#polls).push(job);
    return true;
  }

  /** Puts a job that is sent again ahead of its kind; it was counted before, so the limit does not refuse it. */
  pushFront(job: ClientJob): void {
    (job.command ? this.#commands : this.#polls).unshift(job);
  }

  take(): ClientJob | undefined {
    return this.#commands.shift() ?? this.#polls.shift();
  }

  /** Takes everything out. */
  drain(): ClientJob[] {
    return [...this.#commands.splice(0), ...this.#polls.splice(0)];
  }
}
