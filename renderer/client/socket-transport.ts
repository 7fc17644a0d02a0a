import { answerMessageSchema, eventMessageSchema, helloMessageSchema, subscribedSchema } from '../../shared/contract/messages';
import { engineAway, engineGone } from './client-error';
import { Store } from './store';
import type { LinkState, Transport } from './transport';

/** Waits between attempts to reach the engine again, milliseconds. */
const WAITS_MS = [250, 500, 1000, 2000, 4000];
/** The engine's close code for a socket without a valid session. */
const CLOSED_UNAUTHENTICATED = 4401;

interface Subscription {
  readonly topic: string;
  readonly filter: unknown;
  readonly tenantId: string | null;
  readonly listener: (payload: unknown) => void;
  readonly refused: (error: unknown) => void;
  /** The engine's number of it; undefined while it is not granted. */
  number: number | undefined;
  ended: boolean;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

export interface SocketTransportOptions {
  readonly url: string;
  /** Says whether the session is valid, when the engine refuses the socket. */
  readonly authenticated: () => Promise<boolean>;
}

/** The way to the engine from a browser: one WebSocket, found again by itself, its subscriptions made again. */
export class SocketTransport implements Transport {
  readonly link = new Store<LinkState>('connecting');
  readonly #waiting = new Map<number, Waiting>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #byNumber = new Map<number, Subscription>();
  #socket: WebSocket | undefined;
  #ready = false;
  #closed = false;
  #lastId = 0;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: SocketTransportOptions) {
    this.#tryAfter(0);
  }

  /** Tries at once, after the person has logged in. */
  reconnect(): void {
    clearTimeout(this.#retry);
    this.#tries = 0;
    this.link.set('connecting');
    this.#tryAfter(0);
  }

  call(name: string, input: unknown, tenantId: string | null): Promise<unknown> {
    return this.#request({ call: name, input, ...(tenantId === null ? {} : { tenantId }) });
  }

  subscribe(
    topic: string,
    filter: unknown,
    tenantId: string | null,
    listener: (payload: unknown) => void,
    refused: (error: unknown) => void,
  ): () => void {
    const subscription: Subscription = { topic, filter, tenantId, listener, refused, number: undefined, ended: false };
    this.#subscriptions.add(subscription);
    if (this.#ready) this.#open(subscription);
    return () => {
      if (subscription.ended) return;
      subscription.ended = true;
      this.#subscriptions.delete(subscription);
      this.#release(subscription);
    };
  }

  #release(subscription: Subscription): void {
    if (subscription.number === undefined) return;
    this.#byNumber.delete(subscription.number);
    const { number } = subscription;
    subscription.number = undefined;
    // A lost connection has ended it already.
    if (this.#ready) this.#request({ unsubscribe: number }).catch(() => undefined);
  }

  #open(subscription: Subscription): void {
    const { topic, filter, tenantId } = subscription;
    const socket = this.#socket;
    this.#request({ subscribe: topic, filter, ...(tenantId === null ? {} : { tenantId }) }, (answer) => {
      const parsed = answerMessageSchema.shape.answer.safeParse(answer);
      if (!parsed.success || socket !== this.#socket) return;
      if (!parsed.data.ok) {
        subscription.refused(parsed.data.error);
        return;
      }
      const granted = subscribedSchema.safeParse(parsed.data.value);
      if (!granted.success) return;
      // Set before the next message is read: the present state follows at once.
      subscription.number = granted.data.subscription;
      this.#byNumber.set(granted.data.subscription, subscription);
      if (subscription.ended) this.#release(subscription);
    }).catch(() => undefined);
  }

  #request(message: Record<string, unknown>, atOnce?: (answer: unknown) => void): Promise<unknown> {
    const socket = this.#socket;
    if (!this.#ready || !socket) return Promise.reject(engineAway());
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const answered = (answer: unknown): void => {
        atOnce?.(answer);
        resolve(answer);
      };
      this.#waiting.set(id, { resolve: answered, reject });
      socket.send(JSON.stringify({ id, ...message }));
    });
  }

  #connect(): void {
    if (this.#closed || (this.#socket && this.#socket.readyState <= WebSocket.OPEN)) return;
    const socket = new WebSocket(this.options.url);
    this.#socket = socket;
    socket.onmessage = (event: MessageEvent<unknown>) => this.#take(event.data);
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  #take(data: unknown): void {
    const message = parseJson(data);
    const event = eventMessageSchema.safeParse(message);
    if (event.success) {
      this.#byNumber.get(event.data.subscription)?.listener(event.data.payload);
      return;
    }
    const answer = answerMessageSchema.safeParse(message);
    if (answer.success) {
      const waiting = answer.data.id === null ? undefined : this.#waiting.get(answer.data.id);
      if (answer.data.id !== null) this.#waiting.delete(answer.data.id);
      waiting?.resolve(answer.data.answer);
      return;
    }
    if (helloMessageSchema.safeParse(message).success) this.#greeted();
  }

  #greeted(): void {
    this.#ready = true;
    this.#tries = 0;
    for (const subscription of this.#subscriptions) this.#open(subscription);
    this.link.set('connected');
  }

  #lost(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#ready = false;
    this.#byNumber.clear();
    for (const subscription of this.#subscriptions) subscription.number = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(engineGone());
    this.#waiting.clear();
    if (this.#closed) return;
    if (code === CLOSED_UNAUTHENTICATED) {
      this.link.set('unauthenticated');
      return;
    }
    this.link.set('lost');
    this.#tryAfter(this.#nextWait());
  }

  #nextWait(): number {
    const wait = WAITS_MS[Math.min(this.#tries, WAITS_MS.length - 1)] ?? 1000;
    this.#tries += 1;
    return wait;
  }

  /** The engine greets only who has a session, so that is asked first: without one the person has to log in. */
  #tryAfter(waitMs: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.options.authenticated().then(
        (valid) => {
          if (valid) this.#connect();
          else this.link.set('unauthenticated');
        },
        () => {
          this.link.set('lost');
          this.#tryAfter(this.#nextWait());
        },
      );
    }, waitMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }
}

function parseJson(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
