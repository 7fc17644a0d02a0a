import type { LinkFrame } from './link-frame';
import type { LinkParserCounters } from './link-parser';
import { LineTurns } from './line-turns';
import { LinkRouter, type FrameReceiver } from './link-router';

/** What a line hears from its channel. */
export interface Dnp3ChannelHandlers {
  onData(octets: Uint8Array): void;
  /** Once, when the channel is closed: the reason, or undefined when it ended in order. */
  onClose(reason: Error | undefined): void;
}

/**
 * The octet channel this library needs: an open TCP or TLS connection, serial port or UDP socket. `write` takes all
 * octets or, returning false, none. `onClose` follows `close`.
 */
export interface Dnp3Channel {
  write(octets: Uint8Array): boolean;
  listen(handlers: Dnp3ChannelHandlers): void;
  close(): void;
}

/** A master's or outstation's session. */
export interface LineSession extends FrameReceiver {
  opened(now: number): void;
  closed(reason: string): void;
  tick(now: number): void;
}

export interface Dnp3LineOptions {
  /** Milliseconds, monotonic; `performance.now()` unless given. */
  readonly clock?: () => number;
  readonly onFrame?: (direction: 'in' | 'out', octets: Uint8Array, frame: LinkFrame | undefined) => void;
  /** Octets came of which no frame could be cut, and why. */
  readonly onNoFrame?: (octets: Uint8Array, reason: string) => void;
  readonly onClose?: (reason: Error | undefined) => void;
  /** An incomplete frame that gets no octet for so long is given up. */
  readonly gapMs?: number;
}

/**
 * Sessions on one channel, with a timer for all of them. When the channel is gone the sessions stay, outstations with
 * their events, and go on with the next channel that is attached. A channel that is attached while another is open takes
 * its place: that one is taken for half-open.
 */
export class Dnp3Line {
  /** What sessions of this line are made with. */
  readonly environment: { send(octets: Uint8Array): boolean; wake(at: number): void };
  /** For masters on a line where two stations must not speak at once: a setting of their sessions. */
  readonly turns = new LineTurns();
  readonly #options: Dnp3LineOptions;
  readonly #clock: () => number;
  readonly #router: LinkRouter;
  readonly #sessions = new Set<LineSession>();
  #channel: Dnp3Channel | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(options: Dnp3LineOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#router = new LinkRouter((frame, octets) => options.onFrame?.('in', octets, frame), options.gapMs, options.onNoFrame);
    this.environment = { send: (octets) => this.#send(octets), wake: (at) => this.#wake(at) };
  }

  get now(): number {
    return this.#clock();
  }

  get open(): boolean {
    return this.#channel !== undefined;
  }

  counters(): LinkParserCounters & { readonly strangers: number } {
    return { ...this.#router.counters(), strangers: this.#router.strangers };
  }

  add(session: LineSession): void {
    this.#sessions.add(session);
    this.#router.add(session);
    if (this.#channel !== undefined) session.opened(this.now);
  }

  /** Ends a session on this line; what it waits for fails. */
  remove(session: LineSession): void {
    if (!this.#sessions.delete(session)) return;
    this.#router.remove(session);
    session.closed('The session was ended.');
  }

  /** Takes over an open channel until it is closed. */
  attach(channel: Dnp3Channel): void {
    if (this.#closed) return channel.close();
    const before = this.#channel;
    if (before !== undefined) {
      this.#lost('A new connection took the place of this one.');
      before.close();
    }
    this.#channel = channel;
    this.#router.reset();
    channel.listen({
      onData: (octets) => {
        if (this.#channel === channel) this.#router.receive(octets, this.now);
      },
      onClose: (reason) => {
        if (this.#channel === channel) this.#lost(reason?.message ?? 'The connection was closed.');
        this.#options.onClose?.(reason);
      },
    });
    for (const session of this.#sessions) session.opened(this.now);
  }

  /** Closes the channel; nothing is attached any more. */
  close(): void {
    this.#closed = true;
    const channel = this.#channel;
    this.#lost('The line was closed.');
    clearTimeout(this.#timer);
    channel?.close();
  }

  #lost(reason: string): void {
    if (this.#channel === undefined) return;
    this.#channel = undefined;
    for (const session of this.#sessions) session.closed(reason);
  }

  #send(octets: Uint8Array): boolean {
    if (this.#channel?.write(octets) !== true) return false;
    this.#options.onFrame?.('out', octets, undefined);
    return true;
  }

  #wake(at: number): void {
    if (this.#closed || at >= this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = at;
    this.#timer = setTimeout(() => this.#ring(), Math.max(1, Math.ceil(at - this.now)));
  }

  #ring(): void {
    this.#wakeAt = Number.POSITIVE_INFINITY;
    for (const session of this.#sessions) session.tick(this.now);
  }
}
