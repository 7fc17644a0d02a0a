import { WebSocket } from 'ws';

export interface SocketMessage {
  readonly [key: string]: unknown;
}

/** A client of the WebSocket door: sends messages, waits for those that it wants. */
export class SocketClient {
  readonly messages: SocketMessage[] = [];
  closed: { code: number; reason: string } | null = null;
  private readonly waiting = new Set<() => void>();
  private lastId = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as SocketMessage);
      for (const look of this.waiting) look();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      for (const look of this.waiting) look();
    });
    socket.on('error', () => undefined);
  }

  /** Opens a connection; resolves when it is open or refused. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<SocketClient> {
    const client = new SocketClient(new WebSocket(`${url.replace('http', 'ws')}/api/v1/socket`, { headers }));
    await new Promise<void>((resolve) => {
      client.socket.once('open', () => resolve());
      client.socket.once('close', () => resolve());
    });
    return client;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async wait(what: string, wanted: (message: SocketMessage) => boolean, withinMs = 5000): Promise<SocketMessage> {
    let found = this.messages.find(wanted);
    if (found) return found;
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`Not within ${withinMs} ms: ${what}; closed: ${JSON.stringify(this.closed)}`));
      }, withinMs);
      const look = (): void => {
        found = this.messages.find(wanted);
        if (!found && this.closed === null) return;
        clearTimeout(limit);
        this.waiting.delete(look);
        if (found) resolve();
        else reject(new Error(`Closed before: ${what}; ${JSON.stringify(this.closed)}`));
      };
      this.waiting.add(look);
    });
    return found!;
  }

  /** Sends a request and gives its answer. */
  async request(message: Record<string, unknown>): Promise<unknown> {
    this.lastId += 1;
    const id = this.lastId;
    this.send({ id, ...message });
    return (await this.wait(`the answer to ${JSON.stringify(message).slice(0, 100)}`, (got) => got['id'] === id))['answer'];
  }

  async login(token: string): Promise<void> {
    this.send({ token });
    await this.wait('hello', (message) => 'hello' in message);
  }

  async untilClosed(withinMs = 5000): Promise<{ code: number; reason: string }> {
    const until = performance.now() + withinMs;
    while (this.closed === null) {
      if (performance.now() > until) throw new Error(`Not closed within ${withinMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.closed;
  }

  close(): void {
    this.socket.terminate();
  }
}
