import { Worker } from 'node:worker_threads';
import { replySchema } from './messages';
import type { FailureCode, HistoryReply, HistoryRequest } from './messages';

type ReplyType = Exclude<HistoryReply['type'], 'progress' | 'failed' | 'notice'>;
type ReplyOf<T extends HistoryReply['type']> = Extract<HistoryReply, { type: T }>;

/** What the worker could not do, in plain words. `gone`: the worker itself ended. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  constructor(
    readonly code: FailureCode | 'gone',
    message: string,
  ) {
    super(message);
  }
}

interface Waiting {
  resolve(reply: HistoryReply): void;
  reject(error: Error): void;
  progress(done: number, total: number): void;
}

export interface WorkerLinkHooks {
  /** @param cause in SQLite's words; empty where there is none */
  onNotice(level: 'warn' | 'error', message: string, cause: string): void;
  /** The worker ended without being asked to. Every request under way is rejected. */
  onGone(reason: string): void;
}

/** One history worker: requests and their replies. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #hooks: WorkerLinkHooks;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #ended = false;

  constructor(url: URL, hooks: WorkerLinkHooks) {
    this.#hooks = hooks;
    this.#worker = new Worker(url, { name: 'history' });
    this.#worker.on('message', (message: unknown) => {
      this.#onMessage(message);
    });
    this.#worker.on('error', (error: Error) => {
      this.#onEnd(error.message);
    });
    this.#worker.on('exit', (code) => {
      this.#onEnd(`it ended with code ${String(code)}`);
    });
  }

  nextId(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }

  /** Rejects with a {@link HistoryError}. */
  call<T extends ReplyType>(request: HistoryRequest, wanted: T, progress: (done: number, total: number) => void = () => {}): Promise<ReplyOf<T>> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new HistoryError('gone', 'The history is not running.'));
        return;
      }
      this.#waiting.set(request.id, {
        resolve: (reply) => {
          if (isReply(reply, wanted)) resolve(reply);
          else reject(new HistoryError('internal', `History answered ${reply.type} to ${request.type}.`));
        },
        reject,
        progress,
      });
      this.#worker.postMessage(request, []);
    });
  }

  /** For requests without a reply. */
  tell(request: Extract<HistoryRequest, { type: 'cancel' }>): void {
    if (!this.#ended) this.#worker.postMessage(request, []);
  }

  /** Ends the thread at once. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#rejectAll('The history is closed.');
    await this.#worker.terminate();
  }

  #onMessage(message: unknown): void {
    const parsed = replySchema.safeParse(message);
    if (!parsed.success) {
      this.#hooks.onNotice('error', 'History said something unknown.', parsed.error.message);
      return;
    }
    const reply = parsed.data;
    if (reply.type === 'notice') {
      this.#hooks.onNotice(reply.level, reply.message, reply.cause);
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    if (waiting === undefined) return;
    if (reply.type === 'progress') {
      waiting.progress(reply.done, reply.total);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.type === 'failed') waiting.reject(new HistoryError(reply.code, reply.message));
    else waiting.resolve(reply);
  }

  #onEnd(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#rejectAll('The history worker ended unexpectedly.');
    this.#hooks.onGone(reason);
  }

  #rejectAll(message: string): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of all) waiting.reject(new HistoryError('gone', message));
  }
}

function isReply<T extends HistoryReply['type']>(reply: HistoryReply, type: T): reply is ReplyOf<T> {
  return reply.type === type;
}
