import type { Micros } from '../../../shared/domain/time';
import type { ModbusClient } from '../../stacks/modbus';
import { Connection } from './connection';
import type { ConnectionDependencies, LinkState, LinkTrouble } from './connection';
import { isAnswer, isRead, unsent } from './exchange-outcome';
import type { LineCounts } from './line-counters';
import { hasTransactions } from './line-settings';
import { LoadMeter } from './load-meter';
import { Pacing } from './pacing';
import { RequestQueue } from './request-queue';
import type { ExchangeResult, LineUser, QueuedRequest } from './request-queue';

export type { LinkTrouble } from './connection';

export interface LinkDependencies extends ConnectionDependencies {
  readonly onState: () => void;
}

export interface LinkListener {
  /** The channel is open; `renewed` when it was ended only to be opened anew. */
  up(renewed: boolean): void;
  /** The channel could not be opened, or its peer or the system closed it. Tried again at `nextTryAt`. */
  down(trouble: LinkTrouble): void;
}

const QUEUE_LIMIT = 5000;
/** A read that a peer left unanswered by ending the connection goes out so often: the second time alone, to see whether it was the cause. */
const MOST_SENT = 2;
/** A request that found the connection broken before it went out waits for another one so often. */
const MOST_HELD = 5;

/**
 * One connection of a line and its only user: hands requests to the client in the queue's order, as many at once as
 * their devices allow (one on RTU and ASCII), with the pauses that line and devices ask for.
 */
export class Link {
  readonly #d: LinkDependencies;
  readonly #connection: Connection;
  readonly #listeners = new Set<LinkListener>();
  readonly #queue = new RequestQueue(QUEUE_LIMIT);
  readonly #inFlight = new Map<LineUser, number>();
  readonly #load: LoadMeter;
  readonly #pacing = new Pacing(() => this.#pump());
  #requestsInFlight = 0;
  /** A request is on the wire that shall be there alone. */
  #alone = false;

  constructor(dependencies: LinkDependencies) {
    this.#d = dependencies;
    this.#load = new LoadMeter(dependencies.clock.monotonicMs());
    this.#connection = new Connection(dependencies, {
      onState: () => dependencies.onState(),
      up: (renewed) => this.#up(renewed),
      down: (trouble) => {
        this.#failWaiting(trouble.error.message);
        for (const listener of this.#listeners) listener.down(trouble);
      },
    });
  }

  get state(): LinkState {
    return this.#connection.state;
  }

  get trouble(): LinkTrouble | null {
    return this.#connection.trouble;
  }

  get nextTryAt(): Micros | null {
    return this.#connection.nextTryAt;
  }

  get users(): number {
    return this.#listeners.size;
  }

  /** How often a channel was opened, and whether each carries one request only. */
  get connections(): { readonly opened: number; readonly oneRequest: boolean } {
    return { opened: this.#connection.opens, oneRequest: this.#connection.isOneRequest };
  }

  /** Share of the last minute with a request on the wire. */
  load(): number {
    return this.#load.load(this.#d.clock.monotonicMs());
  }

  /** What all clients of this link counted. */
  counters(): LineCounts {
    return this.#connection.counters();
  }

  /** Wants the channel open; it stays so until the listener is released. */
  want(listener: LinkListener): void {
    this.#listeners.add(listener);
    this.#connection.want();
  }

  /** Opens now what would be tried again later. */
  retryNow(): void {
    this.#connection.retryNow();
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
    await this.#connection.closed();
  }

  /** One exchange, tried once. Resolves always; while the channel is down at once. */
  submit(request: Omit<QueuedRequest, 'done' | 'sent' | 'held'>): Promise<ExchangeResult> {
    return new Promise((resolve) => {
      const queued: QueuedRequest = { ...request, sent: 0, held: 0, done: resolve };
      if (this.state === 'closed' || this.state === 'failed') {
        resolve(unsent(request.user, { kind: 'closed', message: this.trouble?.error.message ?? 'The line is not open.' }));
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

  #up(renewed: boolean): void {
    this.#pacing.holdLine(this.#connection.openedMs + this.#d.settings.afterConnectDelayMs);
    for (const listener of this.#listeners) listener.up(renewed);
    this.#pump();
  }

  #pump(): void {
    const now = this.#d.clock.monotonicMs();
    while (this.#queue.size > 0) {
      const client = this.#connection.take();
      if (client === null || this.#pacing.lineRests(now)) return;
      const next = this.#queue.take((request) => this.#maySend(request) && !this.#pacing.userRests(request.user, now));
      if (next === undefined) return this.#pacing.wakeForUsers(now);
      if (next.signal?.aborted === true) next.done(unsent(next.user, { kind: 'closed', message: 'The request was cancelled before it was sent.' }));
      else this.#send(client, next);
    }
  }

  /** One request at a time where the framing cannot tell answers apart; else as many as the users' depths allow. */
  #maySend({ user, sent }: QueuedRequest): boolean {
    if (this.#requestsInFlight === 0) return true;
    if (sent > 0 || this.#alone) return false;
    if (this.#connection.isOneRequest || !hasTransactions(this.#d.settings) || (this.#inFlight.get(user) ?? 0) >= user.pipelineDepth) return false;
    let depth = user.pipelineDepth;
    for (const [other, count] of this.#inFlight) if (count > 0) depth = Math.max(depth, other.pipelineDepth);
    return this.#requestsInFlight < depth;
  }

  #send(client: ModbusClient, queued: QueuedRequest): void {
    const { clock } = this.#d;
    this.#connection.noteAsked();
    this.#load.begin(clock.monotonicMs());
    this.#count(queued.user, 1);
    this.#alone = queued.sent > 0;
    queued.sent += 1;
    // The client never rejects; a fault in what hears the answer is logged, and the line goes on.
    client.request(queued.user.unitId, queued.request, { timeoutMs: queued.timeoutMs, retries: 0, priority: 'poll' }).then((result) => this.#finished(client, queued, result)).catch(this.#fault);
  }

  #finished(client: ModbusClient, queued: QueuedRequest, result: ExchangeResult): void {
    const now = this.#d.clock.monotonicMs();
    const { user } = queued;
    this.#load.end(now);
    this.#count(user, -1);
    this.#alone = false;
    const wentOut = result.exchange.attempts > 0;
    if (!wentOut) {
      queued.sent -= 1;
      queued.held += 1;
    }
    this.#pacing.holdLine(now + this.#d.settings.interRequestDelayMs);
    if (wentOut && user.requestDelayMs !== undefined && user.requestDelayMs > 0) this.#pacing.holdUser(user, now + user.requestDelayMs);
    this.#connection.noteExchange(client, result.exchange.response !== undefined);
    if (isAnswer(result) || !this.#mayAskAgain(queued, result) || !this.#queue.pushFront(queued)) {
      user.heard?.(result);
      queued.done(result);
    }
    this.#pump();
  }

  /**
   * A read that was on a connection which ended, for whatever reason, while the line itself is not lost. Where several are on
   * the wire, a broken frame may be the answer to any of them.
   */
  #mayAskAgain({ request, sent, held }: QueuedRequest, result: ExchangeResult): boolean {
    if (result.ok || !isRead(request) || sent >= MOST_SENT || held > MOST_HELD || !this.#connection.isRenewing) return false;
    return result.failure.kind === 'closed' || (result.failure.kind === 'bad-frame' && hasTransactions(this.#d.settings));
  }

  readonly #fault = (error: unknown): void => {
    this.#d.log.failure('Fault in the Modbus line.', error);
  };

  #count(user: LineUser, by: 1 | -1): void {
    const count = (this.#inFlight.get(user) ?? 0) + by;
    if (count <= 0) this.#inFlight.delete(user);
    else this.#inFlight.set(user, count);
    this.#requestsInFlight += by;
  }

  #end(message: string): void {
    this.#pacing.close();
    this.#connection.end();
    this.#failWaiting(message);
  }

  #failWaiting(message: string): void {
    for (const request of this.#queue.drain()) request.done(unsent(request.user, { kind: 'closed', message }));
  }
}
