import type { WebSocket } from 'ws';
import type { z } from 'zod';
import { CONTRACT_VERSION } from '../../shared/contract';
import { clientMessageSchema, MAX_SUBSCRIPTIONS, type callMessageSchema, type ClientMessage, type ServerMessage, type subscribeMessageSchema, type unsubscribeMessageSchema } from '../../shared/contract/messages';
import { BatchPump } from './batch-pump';
import type { EventSubscription } from './contract-engine';
import { refusal, type Gate } from './gate';
import type { Session } from './session';

export interface SocketLimits {
  readonly maxCalls: number;
  readonly maxSubscriptions: number;
  /** Octets of answers that may wait for a client before it is given up. */
  readonly maxWaitingOctets: number;
  readonly pingEveryMs: number;
  readonly tokenWithinMs: number;
}

export const defaultSocketLimits: SocketLimits = {
  maxCalls: 64,
  maxSubscriptions: MAX_SUBSCRIPTIONS,
  maxWaitingOctets: 80 * 1024 * 1024,
  pingEveryMs: 10_000,
  tokenWithinMs: 10_000,
};

/** Close codes: the client has to log in (again); it sent what is not understood; it does not read. */
const CLOSE_UNAUTHENTICATED = 4401;
const CLOSE_BAD_MESSAGE = 4400;

type CallMessage = z.infer<typeof callMessageSchema>;
type SubscribeMessage = z.infer<typeof subscribeMessageSchema>;
type UnsubscribeMessage = z.infer<typeof unsubscribeMessageSchema>;

interface Open {
  readonly topic: string;
  readonly subscription: EventSubscription;
}

/**
 * One WebSocket connection. Answers go out as they come; events in batches, at most 30 times a second, and the next one
 * only after the socket has taken the last: what a slow client does not take stays with its sources as the newest state
 * of each thing. A client that answers no ping is dropped.
 */
export class SocketConnection {
  private readonly pump = new BatchPump();
  private readonly open = new Map<number, Open>();
  private readonly gone = new AbortController();
  private readonly ping: NodeJS.Timeout;
  private lastSubscription = 0;
  private calls = 0;
  private answeredPing = true;
  private tokenTimer: NodeJS.Timeout | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly gate: Gate,
    private session: Session | null,
    private readonly byToken: (token: string) => Session | null,
    /** The session as it is now; null when it has ended. */
    private recheck: () => Session | null,
    private readonly limits: SocketLimits = defaultSocketLimits,
  ) {
this.ping = setInterval(() => this.checkAlive(), limits.pingEveryMs);
  }

  /** Begins to listen; the server speaks first where it knows who is asking. */
  begin(): void {
    const { socket, limits, session } = this;
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('pong', () => {
      this.answeredPing = true;
    });
    socket.on('close', () => this.end());
    // The close event follows, and that is where things end.
    socket.on('error', () => undefined);
    this.pump.start(() => this.sendEvents());
    if (session) this.greet(session);
    else this.tokenTimer = setTimeout(() => socket.close(CLOSE_UNAUTHENTICATED, 'No token came'), limits.tokenWithinMs);
  }

  private greet(session: Session): void {
    this.send({ hello: { contractVersion: CONTRACT_VERSION, user: session.user } });
  }

  private receive(data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean): void {
    const message = isBinary ? null : parse(data);
    if (message === null) {
      this.send({ id: null, answer: refusal('bad_input', 'The message is none of the contract: see shared/contract/messages.') });
      if (this.session === null) this.socket.close(CLOSE_BAD_MESSAGE, 'Not understood');
      return;
    }
    if ('token' in message) this.login(message.token);
    else if (this.session === null) this.socket.close(CLOSE_UNAUTHENTICATED, 'Log in first');
    else if ('call' in message) void this.call(message);
    else if ('subscribe' in message) this.subscribe(message);
    else this.unsubscribe(message);
  }

  private login(token: string): void {
    const session = this.byToken(token);
    if (session === null) {
      this.socket.close(CLOSE_UNAUTHENTICATED, 'The token is not valid');
      return;
    }
    if (this.tokenTimer) clearTimeout(this.tokenTimer);
    this.tokenTimer = null;
    this.session = session;
    this.recheck = () => this.byToken(token);
    this.greet(session);
  }

  private async call({ id, call, input, tenantId }: CallMessage): Promise<void> {
    if (this.calls >= this.limits.maxCalls) {
      this.send({ id, answer: refusal('too_many', `A connection can have ${this.limits.maxCalls} calls under way.`) });
      return;
    }
    this.calls += 1;
    const answer = await this.gate.call({ session: this.session, name: call, input, tenantId, signal: this.gone.signal });
    this.calls -= 1;
    this.send({ id, answer });
  }

  private subscribe({ id, subscribe: topic, filter, tenantId }: SubscribeMessage): void {
    if (this.open.size >= this.limits.maxSubscriptions) {
      this.send({ id, answer: refusal('too_many', `A connection can hold ${this.limits.maxSubscriptions} subscriptions.`) });
      return;
    }
    const opened = this.gate.subscribe(this.session, topic, filter, tenantId, () => this.pump.wake());
    if (!opened.ok) {
      this.send({ id, answer: opened });
      return;
    }
    this.lastSubscription += 1;
    this.open.set(this.lastSubscription, { topic, subscription: opened.subscription });
    this.send({ id, answer: { ok: true, value: { subscription: this.lastSubscription } } });
  }

  private unsubscribe({ id, unsubscribe }: UnsubscribeMessage): void {
    const open = this.open.get(unsubscribe);
    open?.subscription.close();
    this.open.delete(unsubscribe);
    this.send({ id, answer: open ? { ok: true, value: {} } : refusal('not_found', `There is no subscription ${unsubscribe}.`) });
  }

  /** Resolves when the socket has taken the batch. A client that does not read holds up only its own pump. */
  private async sendEvents(): Promise<void> {
    for (const [subscription, { topic, subscription: source }] of this.open) {
      const payload = source.take();
      if (payload !== undefined) await this.write(JSON.stringify({ subscription, topic, payload } satisfies ServerMessage));
    }
  }

  private write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.send(text, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  private send(message: ServerMessage): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    const text = JSON.stringify(message);
    if (this.socket.bufferedAmount + text.length > this.limits.maxWaitingOctets) {
      // It asks and does not read: what waits for it has no end.
      this.socket.terminate();
      return;
    }
    // A failure to send is followed by the close event.
    this.socket.send(text, () => undefined);
  }

  private checkAlive(): void {
    if (!this.answeredPing) {
      this.socket.terminate();
      return;
    }
    // A session that was logged out, has run out or was revoked ends here too, with the next ping.
    if (this.session !== null && this.recheck() === null) {
      this.socket.close(CLOSE_UNAUTHENTICATED, 'The session has ended');
      return;
    }
    this.answeredPing = false;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  private end(): void {
    clearInterval(this.ping);
    if (this.tokenTimer) clearTimeout(this.tokenTimer);
    this.pump.stop();
    this.gone.abort();
    for (const { subscription } of this.open.values()) subscription.close();
    this.open.clear();
  }
}

function parse(data: Buffer | ArrayBuffer | Buffer[]): ClientMessage | null {
  try {
    const text = Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8');
    const message = clientMessageSchema.safeParse(JSON.parse(text));
    return message.success ? message.data : null;
  } catch {
    return null;
  }
}
