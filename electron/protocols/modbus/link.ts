import type { Micros } from '../../../shared/domain/time';
import type { ByteChannel } from '../../io/channel';
import { ChannelError } from '../../io/channel-error';
import { ModbusClient } from '../../stacks/modbus';
import type { Clock, DriverLog, Frame } from '../protocol';
import { Backoff } from './backoff';
import type { ChannelOpener } from './channel-opener';
import { clientOptions } from './client-options';
import { isAnswer, unsent } from './exchange-outcome';
import type { LineSettings } from './line-settings';
import { ClosedCounters } from './line-counters';
import { LoadMeter } from './load-meter';
import { RequestQueue } from './request-queue';
import type { ExchangeResult, LineUser, QueuedRequest } from './request-queue';
import { asChannelError, WatchedChannel } from './watched-channel';

export interface LinkDependencies {
  readonly settings: LineSettings;
  readonly open: ChannelOpener;
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly onFrame: (frame: Frame) => void;
  readonly onState: () => void;
}

/** Why a link is down: the channel's error where opening failed or the peer ended it. */
export interface LinkTrouble {
  readonly error: ChannelError;
  readonly at: Micros;
}

export type LinkState = 'closed' | 'opening' | 'open' | 'failed';

export interface LinkListener {
  /** The channel is open; `renewed` when this side had closed it only to open it anew. */
  up(renewed: boolean): void;
  /** The channel could not be opened, or its peer or the system closed it. Tried again at `nextTryAt`. */
  down(trouble: LinkTrouble): void;
}

const QUEUE_LIMIT = 5000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that answers after so long is a steady one: the next pause is the shortest again. */
const STEADY_MS = 5000;

/**
 * One channel of a line and its only user: opens it while anybody wants it, opens it again when it is lost, and hands
 * requests to the client in the queue's order, as many at once as their devices allow (one on RTU).
 */
export class Link {
  readonly #dependencies: LinkDependencies;
  readonly #listeners = new Set<LinkListener>();
  readonly #queue = new RequestQueue(QUEUE_LIMIT);
  readonly #inFlight = new Map<LineUser, number>();
  readonly #backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  readonly #load: LoadMeter;
  readonly #counters = new ClosedCounters();
  #state: LinkState = 'closed';
  #client: ModbusClient | null = null;
  #opening: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pauseTimer: NodeJS.Timeout | undefined;
  #sendNotBeforeMs = 0;
  #requestsInFlight = 0;
  /** True once a request went out on the open channel. */
  #asked = false;
  #openedMs = 0;
  #trouble: LinkTrouble | null = null;
  #nextTryAt: Micros | null = null;
  /** True while this side ended the channel to open it again (after timeouts): requests wait for it. */
  #renewing = false;
  /** Resolves when the last channel is closed: a serial port can't be opened before. */
  #closed: Promise<void> = Promise.resolve();

  constructor(dependencies: LinkDependencies) {
    this.#dependencies = dependencies;
    this.#load = new LoadMeter(dependencies.clock.monotonicMs());
  }

  get state(): LinkState {
    return this.#state;
  }

  get trouble(): LinkTrouble | null {
    return this.#trouble;
  }

  get nextTryAt(): Micros | null {
    return this.#nextTryAt;
  }

  get users(): number {
    return this.#listeners.size;
  }

  /** Share of the last minute with a request on the wire. */
  load(): number {
    return this.#load.load(this.#dependencies.clock.monotonicMs());
  }

  /** What all clients of this link counted. */
  counters() {
    return this.#counters.with(this.#client?.counters());
  }

  /** Wants the channel open; it stays so until the listener is released. */
  want(listener: LinkListener): void {
    this.#listeners.add(listener);
    if (this.#state === 'closed') this.#openNow();
  }

  /** Opens now what would be tried again later. */
  retryNow(): void {
    if (this.#state !== 'failed') return;
    clearTimeout(this.#timer);
    this.#openNow();
  }

  /** The last release closes the channel. */
  release(listener: LinkListener): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    this.#end('Nobody uses the line any more.');
  }

  /** Ends everything; afterwards nothing is called back. Resolves when the channel is closed. */
  async close(): Promise<void> {
    this.#listeners.clear();
    this.#end('The line was closed.');
    await this.#closed;
  }

  /** One exchange, tried once. Resolves always; while the channel is down at once. */
  submit(request: Omit<QueuedRequest, 'done'>): Promise<ExchangeResult> {
    return new Promise((resolve) => {
      const queued: QueuedRequest = { ...request, done: resolve };
      if (this.#state === 'closed' || this.#state === 'failed') {
        resolve(unsent(request.user, { kind: 'closed', message: this.#trouble?.error.message ?? 'The line is not open.' }));
      } else if (this.#queue.push(queued)) {
        this.#pump();
      } else {
        resolve(unsent(request.user, { kind: 'busy', message: `${QUEUE_LIMIT} requests wait on this line.` }));
      }
    });
  }

  /** Sends what was held back, after a user's doubt has ended. */
  resume(): void {
    this.#pump();
  }

  /** Gives up what waits for a user; what is on the wire is left. */
  abandon(user: LineUser, message: string): void {
    for (const request of this.#queue.drain(user)) request.done(unsent(user, { kind: 'closed', message }));
  }

  #pump(): void {
    const now = this.#dependencies.clock.monotonicMs();
    while (this.#client !== null && this.#client.isOpen && this.#queue.size > 0) {
      if (now < this.#sendNotBeforeMs) return this.#pause(this.#sendNotBeforeMs - now);
      const next = this.#queue.take((user) => this.#maySend(user));
      if (next === undefined) return;
      if (next.signal?.aborted === true) next.done(unsent(next.user, { kind: 'closed', message: 'The request was cancelled before it was sent.' }));
      else this.#send(this.#client, next);
    }
  }

  /** One request at a time where the framing cannot tell answers apart; on TCP as many as the users' depths allow. */
  #maySend(user: LineUser): boolean {
    if (this.#requestsInFlight === 0) return true;
    if (this.#dependencies.settings.transport !== 'tcp' || (this.#inFlight.get(user) ?? 0) >= user.pipelineDepth) return false;
    let depth = user.pipelineDepth;
    for (const [other, count] of this.#inFlight) if (count > 0) depth = Math.max(depth, other.pipelineDepth);
    return this.#requestsInFlight < depth;
  }

  #send(client: ModbusClient, queued: QueuedRequest): void {
    const { clock, settings } = this.#dependencies;
    this.#asked = true;
    this.#load.begin(clock.monotonicMs());
    this.#count(queued.user, 1);
    const finished = (result: ExchangeResult): void => {
      const now = clock.monotonicMs();
      this.#load.end(now);
      this.#count(queued.user, -1);
      this.#sendNotBeforeMs = now + settings.interRequestDelayMs;
      if (isAnswer(result) && now - this.#openedMs >= STEADY_MS) this.#backoff.reset();
      queued.user.heard?.(result);
      queued.done(result);
      this.#pump();
    };
    // The client never rejects; a fault in what hears the answer is logged, and the line goes on.
    client.request(queued.user.unitId, queued.request, { timeoutMs: queued.timeoutMs, retries: 0, priority: 'poll' }).then(finished).catch(this.#fault);
  }

  readonly #fault = (error: unknown): void => {
    this.#dependencies.log.error(`Fault in the Modbus line: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };

  #enter(state: LinkState): void {
    this.#state = state;
    this.#dependencies.onState();
  }

  #count(user: LineUser, by: 1 | -1): void {
    const count = (this.#inFlight.get(user) ?? 0) + by;
    if (count <= 0) this.#inFlight.delete(user);
    else this.#inFlight.set(user, count);
    this.#requestsInFlight += by;
  }

  #pause(milliseconds: number): void {
    if (this.#pauseTimer !== undefined) return;
    this.#pauseTimer = setTimeout(() => {
      this.#pauseTimer = undefined;
      this.#pump();
    }, Math.max(1, Math.ceil(milliseconds)));
  }

  #openNow(): void {
    const { settings, open, clock } = this.#dependencies;
    const opening = new AbortController();
    const startedMs = clock.monotonicMs();
    this.#opening = opening;
    this.#nextTryAt = null;
    this.#enter('opening');
    this.#closed.then(() => open(settings, opening.signal)).then(
      (channel) => (this.#opening === opening ? this.#opened(channel) : channel.close()),
      (error: unknown) => {
        if (this.#opening === opening) this.#failed(asChannelError(error), startedMs);
      },
    ).catch(this.#fault);
  }

  #opened(channel: ByteChannel): void {
    const { settings, clock, onFrame } = this.#dependencies;
    this.#opening = null;
    this.#trouble = null;
    const renewed = this.#renewing;
    this.#renewing = false;
    this.#asked = false;
    this.#openedMs = clock.monotonicMs();
    const watched = new WatchedChannel(channel);
    this.#closed = watched.closed;
    let client: ModbusClient | null = null;
    let ended = false;
    client = new ModbusClient(watched, {
      ...clientOptions(settings, clock, onFrame),
      onClose: (reason) => {
        ended = true;
        if (client !== null && this.#client === client) this.#lost(client, watched.endedByThisSide ? null : (watched.error ?? new ChannelError('closed', reason)), reason);
      },
    });
    if (ended) return;
    this.#client = client;
    this.#enter('open');
    for (const listener of this.#listeners) listener.up(renewed);
    this.#pump();
  }

  /** The channel is gone: by its peer or the system (with the error), or by the client after timeouts or a framing error. */
  #lost(client: ModbusClient, error: ChannelError | null, reason: string): void {
    this.#counters.add(client.counters());
    this.#client = null;
    // What a request led to is paced by its user's tries. A peer that talks garbage unasked would be called without end.
    if (error === null && this.#asked) {
      this.#renewing = true;
      this.#dependencies.log.warn(`The connection was closed and is opened anew: ${reason}`);
      this.#openNow();
      return;
    }
    this.#failed(error ?? new ChannelError('failed', reason), this.#dependencies.clock.monotonicMs());
  }

  #failed(error: ChannelError, startedMs: number): void {
    const { clock } = this.#dependencies;
    this.#opening = null;
    this.#renewing = false;
    const pause = Math.max(FIRST_PAUSE_MS, this.#backoff.take() - (clock.monotonicMs() - startedMs));
    this.#trouble = { error, at: clock.nowMicros() };
    this.#nextTryAt = clock.nowMicros() + Math.round(pause * 1000);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#openNow(), pause);
    this.#enter('failed');
    this.#failWaiting(error.message);
    for (const listener of this.#listeners) listener.down(this.#trouble);
  }

  #end(message: string): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = undefined;
    this.#opening?.abort();
    this.#opening = null;
    this.#trouble = null;
    this.#nextTryAt = null;
    this.#renewing = false;
    this.#backoff.reset();
    const client = this.#client;
    this.#client = null;
    if (client !== null) {
      client.close();
      this.#counters.add(client.counters());
    }
    this.#enter('closed');
    this.#failWaiting(message);
  }

  #failWaiting(message: string): void {
    for (const request of this.#queue.drain()) request.done(unsent(request.user, { kind: 'closed', message }));
  }
}
