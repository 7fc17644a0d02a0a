import { controlOctet, encodeFragment, type ApplicationControl } from './fragment';
import { isWithoutAck } from './function-codes';
import type { LinkOutcome } from './link-primary';
import type { MasterCounters, MasterSettings } from './master-settings';
import { TaskQueue, type MasterTask, type TaskFailure, type TaskOutcome, type TaskResponse } from './master-task';
import type { ObjectBlock } from './object-block';

/** The request that is under way. */
interface Current {
  readonly task: MasterTask;
  step: number;
  retriesLeft: number;
  fragment: Uint8Array;
  /** As it went out: in aggressive mode, or as it is. */
  sent: Uint8Array;
  functionCode: number;
  sequence: number;
  first: boolean;
  deadline: number;
  /** Of the answer so far. */
  fragments: number;
  octets: number;
  /** The answer that a task holds on to before it goes on; undefined where it does not hold. */
  held: TaskResponse | undefined;
  /** It is to be sent again as soon as the line is free. */
  waitsForTurn: boolean;
}

export interface RunnerEnvironment {
  send(fragment: Uint8Array, now: number, done: (outcome: LinkOutcome) => void): void;
  /** A request as it goes out. */
  outgoing(fragment: Uint8Array, task: MasterTask, now: number): Uint8Array;
  /** How long a request that nobody answers may still be challenged. */
  challengeMs(functionCode: number, sent: Uint8Array): number;
  /** A request stayed without answer, its repetitions too. */
  onSilence(): void;
  wake(at: number): void;
  now(): number;
}

const NOTHING = new Uint8Array(0);

/** Carries out a master's tasks one after the other: requests, repetitions, time-outs, sequence numbers. */
export class MasterRunner {
  readonly #settings: MasterSettings;
  readonly #counters: MasterCounters;
  readonly #environment: RunnerEnvironment;
  readonly #queue: TaskQueue;
  #closedBecause: string | undefined = 'The channel is not open.';
  #current: Current | undefined;
  #sequence = 0;
  /** The last request stayed without answer. */
  #silent = false;

  constructor(settings: MasterSettings, counters: MasterCounters, environment: RunnerEnvironment) {
    this.#settings = settings;
    this.#counters = counters;
    this.#environment = environment;
    this.#queue = new TaskQueue(settings.queueLimit);
  }

  get current(): { readonly task: MasterTask; readonly sequence: number; readonly sent: Uint8Array } | undefined {
    return this.#current;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get open(): boolean {
    return this.#closedBecause === undefined;
  }

  /** The channel is open; nothing is sent before the next `pump`. */
  opened(): void {
    this.#closedBecause = undefined;
  }

  /** The channel is gone. @returns what was under way and waiting, for the caller to end */
  closed(reason: string): readonly MasterTask[] {
    this.#closedBecause = reason;
    const tasks = this.#current === undefined ? this.#queue.drain() : [this.#current.task, ...this.#queue.drain()];
    this.#current = undefined;
    this.#settings.turns?.release(this);
    return tasks;
  }

  submit(task: MasterTask, now: number): void {
    const refuse = (failure: TaskFailure): void => task.done({ ok: false, failure });
    if (this.#closedBecause !== undefined) return refuse({ kind: 'closed', message: this.#closedBecause });
    if (!this.#queue.push(task)) return refuse({ kind: 'busy', message: `${this.#settings.queueLimit} tasks are waiting for this outstation.` });
    this.pump(now);
  }

  /** Begins the next task where none is under way. */
  pump(now: number): void {
    const { turns } = this.#settings;
    while (this.#current === undefined && this.#closedBecause === undefined) {
      if (this.#queue.length === 0) return turns?.release(this);
      if (!this.#hasTurn()) return;
      const task = this.#queue.take();
      if (task === undefined) return;
      this.#current = { task, step: 0, retriesLeft: this.#retriesOf(task), fragment: NOTHING, sent: NOTHING, functionCode: 0, sequence: 0, first: true, deadline: Number.POSITIVE_INFINITY, fragments: 0, octets: 0, held: undefined, waitsForTurn: false };
      this.#step(this.#current, undefined, now);
    }
  }

  tick(now: number): void {
    const current = this.#current;
    if (current === undefined) return;
    if (current.waitsForTurn) return this.#again(current, now);
    if (now >= current.deadline) {
      if (!this.proceed(current.task, now)) this.#timedOut(current, now);
      return;
    }
    if (current.deadline !== Number.POSITIVE_INFINITY) this.#environment.wake(current.deadline);
  }

  /** Whether a response with this control field belongs to the request under way. */
  expects({ sequence, first }: ApplicationControl): boolean {
    return this.#current !== undefined && this.#current.held === undefined && sequence === this.#current.sequence && first === this.#current.first;
  }

  /** Counts a fragment of the answer. Why the answer is too long to be taken further, or undefined. */
  excess(octets: number): string | undefined {
    const current = this.#current;
    if (current === undefined) return undefined;
    const { maxAnswerFragments, maxAnswerOctets } = this.#settings;
    current.fragments += 1;
    current.octets += octets;
    if (current.fragments > maxAnswerFragments) return `more than ${maxAnswerFragments} fragments`;
    return current.octets > maxAnswerOctets ? `more than ${maxAnswerOctets} octets` : undefined;
  }

  /** A fragment of the answer came, more follow. */
  continued(now: number): void {
    const current = this.#current;
    if (current === undefined) return;
    this.#silent = false;
    current.first = false;
    current.sequence = (current.sequence + 1) & 0x0f;
    this.extend(now);
  }

  /** The last fragment of the answer came: its sequence number is the one that the next request follows. */
  answered(): void {
    this.#silent = false;
    if (this.#current !== undefined) this.#sequence = (this.#current.sequence + 1) & 0x0f;
  }

  /** The task under way goes on with the answer to its request. */
  next(task: MasterTask, response: TaskResponse, now: number): void {
    if (this.#current?.task === task) this.#step(this.#current, response, now);
  }

  /** A task that holds goes on. False where it does not hold, or is no longer under way. */
  proceed(task: MasterTask, now: number): boolean {
    const current = this.#current;
    if (current?.task !== task || current.held === undefined) return false;
    const { held } = current;
    current.held = undefined;
    this.#step(current, held, now);
    return true;
  }

  /** The task under way ends; with `task`, only where it is that one. */
  fail(failure: TaskFailure, task = this.#current?.task): void {
    if (this.#current !== undefined && this.#current.task === task) this.#finish(this.#current, { ok: false, failure });
  }

  /** The answer is waited for anew. */
  extend(now: number, ms = this.#settings.responseTimeoutMs): void {
    if (this.#current === undefined) return;
    this.#current.deadline = now + ms;
    this.#environment.wake(this.#current.deadline);
  }

  nextSequence(): number {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0x0f;
    return sequence;
  }

  #step(current: Current, previous: TaskResponse | undefined, now: number): void {
    const next = current.task.step(current.step, previous, now);
    if ('ok' in next) return this.#finish(current, next);
    if ('holdUntil' in next) {
      current.held = previous;
      current.deadline = next.holdUntil;
      return this.#environment.wake(next.holdUntil);
    }
    current.step += 1;
    current.retriesLeft = this.#retriesOf(current.task);
    this.#send(current, next.functionCode, next.blocks, now);
  }

  /** A task that may not be sent again has 0, whatever the setting; so has any to a silent outstation that others on its line would wait for. */
  #retriesOf(task: MasterTask): number {
    if (this.#silent && this.#settings.turns !== undefined) return 0;
    return Math.min(task.retries, this.#settings.retries);
  }

  #send(current: Current, functionCode: number, blocks: readonly ObjectBlock[], now: number): void {
    const sequence = this.nextSequence();
    const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence }, functionCode, blocks }, this.#settings.maxSent);
    if (encoded.kind === 'invalid') return this.#finish(current, { ok: false, failure: { kind: 'invalid', message: `The request is not possible: ${encoded.reason}.` } });
    Object.assign(current, { fragment: encoded.octets, functionCode, sequence, first: true, fragments: 0, octets: 0 });
    this.#put(current, now);
  }

  #put(current: Current, now: number): void {
    this.#counters.requests += 1;
    current.deadline = Number.POSITIVE_INFINITY;
    current.sent = this.#environment.outgoing(current.fragment, current.task, now);
    this.#environment.send(current.sent, now, (outcome) => {
      if (this.#current !== current) return;
      const at = this.#environment.now();
      if (!outcome.ok && outcome.silent !== undefined) return this.#silence(current, outcome.reason, outcome.silent.sent);
      if (!outcome.ok) return this.#finish(current, { ok: false, failure: { kind: 'busy', message: outcome.reason } });
      if (!isWithoutAck(current.functionCode)) return this.extend(at);
      const challengeMs = this.#environment.challengeMs(current.functionCode, current.sent);
      if (challengeMs === 0) return this.#step(current, undefined, at);
      this.extend(at, challengeMs);
    });
  }

  #timedOut(current: Current, now: number): void {
    // Nobody answers it; it had time to be challenged.
    if (isWithoutAck(current.functionCode)) return this.#step(current, undefined, now);
    if (current.retriesLeft === 0) return this.#silence(current, `Outstation ${this.#settings.link.remoteAddress} did not answer "${current.task.name}" within ${this.#settings.responseTimeoutMs} ms.`, true);
    current.retriesLeft -= 1;
    this.#counters.timeouts += 1;
    this.#counters.retries += 1;
    // A new sequence number, so that a late answer to the first request is told from the one to this.
    current.sequence = this.nextSequence();
    Object.assign(current, { first: true, fragments: 0, octets: 0 });
    const again = Uint8Array.from(current.fragment);
    again[0] = controlOctet({ first: true, final: true, confirm: false, unsolicited: false, sequence: current.sequence });
    current.fragment = again;
    // The others on the line need not wait for all of its repetitions.
    this.#settings.turns?.release(this);
    current.deadline = Number.POSITIVE_INFINITY;
    this.#again(current, now);
  }

  /** The outstation answers nothing. A request that went out and is not repeated may have been carried out. */
  #silence(current: Current, message: string, sent: boolean): void {
    this.#counters.timeouts += 1;
    this.#silent = true;
    this.#environment.onSilence();
    const maybe = sent && current.task.retries === 0 ? ' It may have been carried out.' : '';
    this.#finish(current, { ok: false, failure: { kind: 'timeout', message: `${message}${maybe}` } });
  }

  /** Sends the request under way once more, when its turn has come. */
  #again(current: Current, now: number): void {
    current.waitsForTurn = !this.#hasTurn();
    if (!current.waitsForTurn) this.#put(current, now);
  }

  /** Whether it may send now; if not, it is ticked when it may. */
  #hasTurn(): boolean {
    return this.#settings.turns?.take(this, () => this.#environment.wake(this.#environment.now())) ?? true;
  }

  #finish(current: Current, outcome: TaskOutcome): void {
    if (this.#current !== current) return;
    this.#current = undefined;
    // Before anything else begins: the others on the line go first.
    this.#settings.turns?.release(this);
    current.task.done(outcome);
    this.pump(this.#environment.now());
  }
}
