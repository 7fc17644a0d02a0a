import { Worker, type ResourceLimits } from 'node:worker_threads';

export interface WorkerJobOptions<From> {
  /** The bundled worker. */
  readonly url: URL;
  readonly limitMs: number;
  /** What the job fails with when it takes longer. */
  tooLong(): Error;
  readonly resourceLimits?: ResourceLimits;
  /** What it works on, for errors: `point lists`. */
  readonly what: string;
  /** Checks an answer, or gives the error that it tells of; null for what is no answer. */
  read(message: unknown): From | Error | null;
  /** An error of the worker itself in the words of its work; as it is unless told otherwise. */
  explain?(error: Error): Error;
}

/** A worker that lives for one job, and the one question that waits for its answer. Whoever makes it ends it. */
export class WorkerJob<To, From> {
  private readonly worker: Worker;
  private readonly timer: NodeJS.Timeout;
  private waiting: { resolve(answer: From): void; reject(error: Error): void } | null = null;
  private ended: Error | null = null;

  constructor(private readonly options: WorkerJobOptions<From>) {
    const { url, limitMs, resourceLimits, what } = options;
    this.worker = new Worker(url, resourceLimits ? { resourceLimits } : {});
    this.timer = setTimeout(() => this.fail(options.tooLong()), limitMs);
    this.worker.on('message', (message: unknown) => this.answered(message));
    this.worker.on('error', (error) => this.fail(options.explain?.(error) ?? error));
    this.worker.on('exit', () => this.fail(new Error(`The worker of ${what} ended early.`)));
  }

  /** Rejects when the job has failed; one question at a time. */
  ask(message: To): Promise<From> {
    return new Promise((resolve, reject) => {
      if (this.ended !== null) {
        reject(this.ended);
        return;
      }
      this.waiting = { resolve, reject };
      this.worker.postMessage(message, []);
    });
  }

  async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  private answered(message: unknown): void {
    const answer = this.options.read(message);
    if (answer === null) this.fail(new Error(`The worker of ${this.options.what} answered something unknown.`));
    else if (answer instanceof Error) this.fail(answer);
    else {
      const { waiting } = this;
      this.waiting = null;
      waiting?.resolve(answer);
    }
  }

  private fail(error: Error): void {
    this.ended ??= error;
    this.waiting?.reject(error);
    this.waiting = null;
  }
}
