import type { ModbusNormalResponse, ModbusRequest, ModbusResult } from '../../stacks/modbus';

export type ExchangeResult = ModbusResult<ModbusNormalResponse | undefined>;

/** Who a request is for: requests take turns between the users of a line. */
export interface LineUser {
  readonly unitId: number;
  /** Requests of this user that may be on the wire at once. */
  readonly pipelineDepth: number;
  /** While a request of its own goes unanswered, only what clears that up and commands are sent. */
  readonly inDoubt?: boolean;
  /** It is left alone for so long after each of its exchanges. */
  readonly requestDelayMs?: number;
  /** Hears every result before anything else is sent. */
  heard?(result: ExchangeResult): void;
}

/** `command` before `urgent` before `poll`. */
export type Rank = 'command' | 'urgent' | 'poll';

export interface QueuedRequest {
  readonly user: LineUser;
  readonly request: ModbusRequest;
  readonly timeoutMs: number;
  readonly rank: Rank;
  /** Sent also while its user is in doubt, to find out whether it answers. */
  readonly clearsDoubt: boolean;
  readonly signal: AbortSignal | null;
  readonly done: (result: ExchangeResult) => void;
  /** How often it went out, and how often the connection turned out to be broken just before. Changed by its link only. */
  sent: number;
  held: number;
}

/** Requests that wait for a line: commands first, then urgent reads, then polls, the users taking turns. Bounded. */
export class RequestQueue {
  readonly #limit: number;
  readonly #first: Record<'command' | 'urgent', QueuedRequest[]> = { command: [], urgent: [] };
  /** In the order of their turns: who was served goes to the end. */
  readonly #polls = new Map<LineUser, QueuedRequest[]>();
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  /** False when the queue is full. */
  push(request: QueuedRequest): boolean {
    if (this.#size >= this.#limit) return false;
    this.#size += 1;
    if (request.rank !== 'poll') {
      this.#first[request.rank].push(request);
      return true;
    }
    const waiting = this.#polls.get(request.user);
    if (waiting === undefined) this.#polls.set(request.user, [request]);
    else waiting.push(request);
    return true;
  }

  /** Puts back what was taken out: it is the next of its rank. False when the queue is full. */
  pushFront(request: QueuedRequest): boolean {
    if (this.#size >= this.#limit) return false;
    this.#size += 1;
    if (request.rank !== 'poll') {
      this.#first[request.rank].unshift(request);
      return true;
    }
    const others = [...this.#polls].filter(([user]) => user !== request.user);
    const own = [request, ...(this.#polls.get(request.user) ?? [])];
    this.#polls.clear();
    for (const [user, waiting] of [[request.user, own] as const, ...others]) this.#polls.set(user, waiting);
    return true;
  }

  /** The next request that may be sent; undefined when there is none. */
  take(maySend: (request: QueuedRequest) => boolean): QueuedRequest | undefined {
    const ready = (request: QueuedRequest): boolean => !isHeld(request) && maySend(request);
    for (const rank of ['command', 'urgent'] as const) {
      const request = takeFirst(this.#first[rank], ready);
      if (request !== undefined) return this.#taken(request);
    }
    for (const [user, waiting] of this.#polls) {
      const request = takeFirst(waiting, ready);
      if (request === undefined) continue;
      this.#polls.delete(user);
      if (waiting.length > 0) this.#polls.set(user, waiting);
      return this.#taken(request);
    }
    return undefined;
  }

  #taken(request: QueuedRequest): QueuedRequest {
    this.#size -= 1;
    return request;
  }

  /** Takes out everything, or everything of one user. */
  drain(user?: LineUser): QueuedRequest[] {
    const out: QueuedRequest[] = [];
    for (const rank of ['command', 'urgent'] as const) {
      const kept: QueuedRequest[] = [];
      for (const request of this.#first[rank]) (user === undefined || request.user === user ? out : kept).push(request);
      this.#first[rank] = kept;
    }
    for (const [owner, waiting] of this.#polls) {
      if (user !== undefined && owner !== user) continue;
      out.push(...waiting);
      this.#polls.delete(owner);
    }
    this.#size -= out.length;
    return out;
  }
}

function takeFirst(requests: QueuedRequest[], ready: (request: QueuedRequest) => boolean): QueuedRequest | undefined {
  const at = requests.findIndex(ready);
  return at === -1 ? undefined : requests.splice(at, 1)[0];
}

function isHeld(request: QueuedRequest): boolean {
  return request.user.inDoubt === true && !request.clearsDoubt && request.rank !== 'command';
}
