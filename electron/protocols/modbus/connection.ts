import type { Micros } from '../../../shared/domain/time';
import type { ByteChannel } from '../../io/channel';
import { ChannelError } from '../../io/channel-error';
import { ModbusClient } from '../../stacks/modbus';
import type { Clock, DriverLog } from '../protocol';
import { Backoff } from './backoff';
import type { OpenSecret } from '../line-channel';
import type { ChannelOpener } from './channel-opener';
import { clientOptions } from './client-options';
import type { ClientEvents } from './client-options';
import { ConnectionHabit } from './connection-habit';
import { ClosedCounters } from './line-counters';
import type { LineCounts } from './line-counters';
import { isStream } from './line-settings';
import type { LineSettings } from './line-settings';
import { UnknownTroubles } from '../../io/unknown-trouble';
import { asChannelError, WatchedChannel } from './watched-channel';

export interface ConnectionDependencies extends Pick<ClientEvents, 'onFrame' | 'onOdd'> {
  /** How long a frame may stop midway: the shortest timeout of those who use the line. */
  readonly frameTimeoutMs: () => number;
  readonly settings: LineSettings;
  readonly open: ChannelOpener;
  readonly secret: OpenSecret;
  readonly clock: Clock;
  readonly log: DriverLog;
}

/** What the owner of a connection hears. */
export interface ConnectionEvents {
  onState(): void;
  /** Requests can be sent; `renewed` when this side had closed the channel, or its peer by habit, only for it to be opened anew. */
  up(renewed: boolean): void;
  /** The channel could not be opened, or its peer or the system ended it. Tried again at `nextTryAt`. */
  down(trouble: LinkTrouble): void;
}

/** Why a link is down: the channel's error where opening failed or the peer ended it. */
export interface LinkTrouble {
  readonly error: ChannelError;
  readonly at: Micros;
}

export type LinkState = 'closed' | 'opening' | 'open' | 'failed';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that answers after so long is a steady one: the next pause is the shortest again. */
const STEADY_MS = 5000;
/** An answer is of late for so long. */
const OF_LATE_MS = 10_000;
/** A peer that ends so many connections before anything is asked takes none. */
const MOST_UNUSED = 3;

/**
 * Keeps one channel: opens it while it is wanted, and opens it again when it is lost. A peer that ends each connection
 * after its answer counts as open in between: then the next request opens a connection of its own.
 */
export class Connection {
  readonly #d: ConnectionDependencies;
  readonly #events: ConnectionEvents;
  readonly #backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  readonly #habit: ConnectionHabit;
  readonly #unknown: UnknownTroubles;
  readonly #counters = new ClosedCounters();
  #state: LinkState = 'closed';
  #client: ModbusClient | null = null;
  #opening: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Requests that went out on the open channel, and answers that came on it. */
  #asked = 0;
  #answers = 0;
  #lastAnswerMs = Number.NEGATIVE_INFINITY;
  /** Connections in a row that the peer ended before anything was asked. */
  #endedUnused = 0;
  #openedMs = 0;
  #opens = 0;
  #trouble: LinkTrouble | null = null;
  #nextTryAt: Micros | null = null;
  /** True while the channel is opened again after an end that says nothing new: requests wait for it. */
  #renewing = false;
  /** Resolves when the last channel is closed: a serial port can't be opened before. */
  #closed: Promise<void> = Promise.resolve();

  constructor(dependencies: ConnectionDependencies, events: ConnectionEvents) {
    this.#d = dependencies;
    this.#events = events;
    this.#unknown = new UnknownTroubles(dependencies.log);
    this.#habit = new ConnectionHabit(isStream(dependencies.settings) && dependencies.settings.connectionLife === 'per-request');
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

  get openedMs(): number {
    return this.#openedMs;
  }

  /** How often a channel was opened. */
  get opens(): number {
    return this.#opens;
  }

  /** A connection carries one request: by its settings, or because its peer showed so. */
  get isOneRequest(): boolean {
    return this.#habit.isOneRequest;
  }

  /** True while what was lost unanswered may be asked again over the connection that is being opened. */
  get isRenewing(): boolean {
    // The client fails its requests a moment before the end of the channel that it closes is heard of.
    return this.#renewing || (this.#client !== null && !this.#client.isOpen && this.#asked > 0);
  }

  counters(): LineCounts {
    return this.#counters.with(this.#client?.counters());
  }

  /** The client to send the next request with; null while there is none. Opens a connection where one waits to be needed. */
  take(): ModbusClient | null {
    if (this.#client !== null) return this.#client.isOpen && !(this.isOneRequest && this.#asked > 0) ? this.#client : null;
    if (this.#state === 'open' && this.#opening === null) this.#openNow();
    return null;
  }

  noteAsked(): void {
    this.#asked += 1;
  }

  /** An exchange over this client has ended. A connection that is good for one request only ends with it. */
  noteExchange(client: ModbusClient, answered: boolean): void {
    if (client !== this.#client || !client.isOpen) return;
    if (answered) this.#noteAnswer();
    if (this.isOneRequest) this.#rest(client);
  }

  #noteAnswer(): void {
    this.#answers += 1;
    this.#lastAnswerMs = this.#d.clock.monotonicMs();
    this.#endedUnused = 0;
    this.#habit.answered(this.#answers);
    if (this.isOneRequest || this.#d.clock.monotonicMs() - this.#openedMs >= STEADY_MS) this.#backoff.reset();
  }

  /** Ends the connection until the next request. */
  #rest(client: ModbusClient): void {
    this.#client = null;
    this.#renewing = true;
    client.close();
    this.#counters.add(client.counters());
  }

  want(): void {
    if (this.#state === 'closed') this.#openNow();
  }

  /** Opens now what would be tried again later. */
  retryNow(): void {
    if (this.#state !== 'failed') return;
    clearTimeout(this.#timer);
    this.#openNow();
  }

  /** Ends the channel and every try to open it. */
  end(): void {
    clearTimeout(this.#timer);
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
  }

  /** Resolves when the last channel is closed. */
  closed(): Promise<void> {
    return this.#closed;
  }

  readonly #fault = (error: unknown): void => {
    this.#d.log.failure('Fault in the Modbus line.', error);
  };

  #enter(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.onState();
  }

  #openNow(): void {
    const { settings, open, secret, clock } = this.#d;
    const opening = new AbortController();
    const startedMs = clock.monotonicMs();
    this.#opening = opening;
    this.#nextTryAt = null;
    // A peer that is asked over a new connection each time counts as open meanwhile.
    if (!(this.isOneRequest && this.#state === 'open')) this.#enter('opening');
    this.#closed.then(() => open(settings, opening.signal, secret)).then(
      (channel) => (this.#opening === opening ? this.#opened(channel) : channel.close()),
      (error: unknown) => {
        if (this.#opening === opening) this.#failed(asChannelError(error), startedMs);
      },
    ).catch(this.#fault);
  }

  #opened(channel: ByteChannel): void {
    const { settings, clock } = this.#d;
    this.#opening = null;
    this.#trouble = null;
    const renewed = this.#renewing;
    this.#renewing = false;
    this.#asked = 0;
    this.#answers = 0;
    this.#opens += 1;
    this.#openedMs = clock.monotonicMs();
    const watched = new WatchedChannel(channel);
    this.#closed = watched.closed;
    let client: ModbusClient | null = null;
    let ended = false;
    client = new ModbusClient(watched, {
      ...clientOptions(settings, clock, { ...this.#d, frameTimeoutMs: this.#d.frameTimeoutMs() }),
      onClose: (reason) => {
        ended = true;
        if (client !== null && this.#client === client) this.#lost(client, watched.endedByThisSide ? null : (watched.error ?? new ChannelError('closed', reason)), reason);
      },
    });
    if (ended) return;
    this.#client = client;
    this.#enter('open');
    this.#events.up(renewed);
  }

  /** The channel is gone: by its peer or the system (with the error), or by the client after timeouts or a framing error. */
  #lost(client: ModbusClient, error: ChannelError | null, reason: string): void {
    this.#counters.add(client.counters());
    this.#client = null;
    if (error !== null && this.#isPassing(error)) {
      this.#renewing = true;
      if (this.isOneRequest) this.#enter('open');
      else this.#openNow();
      return;
    }
    // What a request led to is paced by its user's tries. A peer that talks garbage unasked would be called without end.
    if (error === null && this.#asked > 0) {
      this.#renewing = true;
      this.#d.log.warn(`The connection was closed and is opened anew: ${reason}`);
      this.#openNow();
      return;
    }
    this.#failed(error ?? new ChannelError('failed', reason), this.#d.clock.monotonicMs());
  }

  /**
   * The peer ended a connection on which, or on the one before, it had answered of late: it may do so with every one, or at
   * what a single unit was asked. The line is lost only when it can't be opened again.
   */
  #isPassing({ code }: ChannelError): boolean {
    if (!isStream(this.#d.settings) || (code !== 'closed' && code !== 'reset')) return false;
    this.#habit.ended(this.#answers);
    if (this.#asked > 0) return this.#d.clock.monotonicMs() - this.#lastAnswerMs <= OF_LATE_MS;
    this.#endedUnused += 1;
    return this.isOneRequest && this.#endedUnused <= MOST_UNUSED;
  }

  /** What the system says of a trouble that is not known here is for the log. */
  #inWords(error: ChannelError): ChannelError {
    if (error.code !== 'failed' || error.cause === undefined) return error;
    return new ChannelError('failed', this.#unknown.words('The line could not be opened, for a reason that is not known here.', error.cause), error.cause);
  }

  #failed(error: ChannelError, startedMs: number): void {
    const { clock } = this.#d;
    this.#opening = null;
    this.#renewing = false;
    const pause = Math.max(FIRST_PAUSE_MS, this.#backoff.take() - (clock.monotonicMs() - startedMs));
    this.#trouble = { error: this.#inWords(error), at: clock.nowMicros() };
    this.#nextTryAt = clock.nowMicros() + Math.round(pause * 1000);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#openNow(), pause);
    this.#enter('failed');
    this.#events.down(this.#trouble);
  }
}
