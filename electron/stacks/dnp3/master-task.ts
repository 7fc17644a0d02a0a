import type { ObjectBlock } from './object-block';

/** One request of a task. */
export interface RequestSpec {
  readonly functionCode: number;
  readonly blocks: readonly ObjectBlock[];
}

/** The answer to a request. Of a read's several fragments only the last one's objects are kept; points go to the handler. */
export interface TaskResponse {
  readonly iin: number;
  readonly blocks: readonly ObjectBlock[];
  /** Of tasks of secure authentication: the request as it was sent. */
  readonly request?: Uint8Array;
}

/** Why a task failed. `message` is one plain sentence for people. */
export type TaskFailure =
  | { readonly kind: 'timeout'; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string }
  /** The bounded queue is full, or the channel takes no octets; nothing was sent. */
  | { readonly kind: 'busy'; readonly message: string }
  /** The outstation refused by an internal indication. */
  | { readonly kind: 'refused'; readonly message: string; readonly iin: number }
  /** A command was refused by its status; see the outcome's statuses. */
  | { readonly kind: 'command'; readonly message: string; readonly stage: 'select' | 'operate'; readonly statuses: readonly number[] }
  /** The caller gave it up, or let its time pass; what is left to do is not sent. */
  | { readonly kind: 'cancelled'; readonly message: string }
  /** Secure authentication failed: keys, MAC or rights. */
  | { readonly kind: 'authentication'; readonly message: string; readonly code?: number }
  /** The answer does not belong to the request. */
  | { readonly kind: 'bad-response'; readonly message: string }
  /** The request cannot be put on the wire; nothing was sent. */
  | { readonly kind: 'invalid'; readonly message: string };

/** Nothing is sent, and no other task goes, until the session is told to proceed or this time has come; then the step is asked again. */
export interface TaskHold {
  readonly holdUntil: number;
}

export type TaskOutcome = { readonly ok: true; readonly response: TaskResponse } | { readonly ok: false; readonly failure: TaskFailure };

/** 0 goes first. */
export const PRIORITY = { command: 0, upkeep: 1, request: 2, events: 3, poll: 4 } as const;
export type TaskPriority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** What a master does with an outstation: one request or several that belong together, nothing between them. */
export interface MasterTask {
  readonly name: string;
  readonly priority: TaskPriority;
  /** How often a request without answer is sent again at most; the session's setting may be less. Commands have none: the first may have been carried out. */
  readonly retries: number;
  /** The user whose session keys authenticate this; the first one of the settings unless given. */
  readonly user?: number;
  /** A task of secure authentication itself: answered by authentication responses, never challenged. */
  readonly authentication?: true;
  /** The next request, or how it ended. `previous` is undefined before the first request and after such without an answer. */
  step(index: number, previous: TaskResponse | undefined, now: number): RequestSpec | TaskOutcome | TaskHold;
  done(outcome: TaskOutcome): void;
}

/** After so many tasks that went ahead, the one that waits longest goes. */
const FAIRNESS = 8;

/** Waiting tasks by priority, in the order they came within one. Bounded. */
export class TaskQueue {
  readonly #limit: number;
  #tasks: MasterTask[] = [];
  #passed = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#tasks.length;
  }

  /** False when the queue is full. */
  push(task: MasterTask): boolean {
    if (this.#tasks.length >= this.#limit) return false;
    this.#tasks.push(task);
    return true;
  }

  take(): MasterTask | undefined {
    const [oldest] = this.#tasks;
    if (oldest === undefined) return undefined;
    const best = this.#passed >= FAIRNESS ? oldest : this.#tasks.reduce((a, b) => (b.priority < a.priority ? b : a));
    this.#passed = best === oldest ? 0 : this.#passed + 1;
    this.#tasks = this.#tasks.filter((task) => task !== best);
    return best;
  }

  drain(): MasterTask[] {
    return this.#tasks.splice(0);
  }
}
