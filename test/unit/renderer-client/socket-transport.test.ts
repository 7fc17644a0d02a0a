import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SocketTransport } from '../../../renderer/client/socket-transport';

/** A WebSocket whose other end is the test. */
class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 1;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  hello(): void {
    this.say({ hello: { contractVersion: 1, user: 'engineer' } });
  }

  lose(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  close(): void {
    this.lose(1000);
  }
}

const last = (): FakeSocket => {
  const socket = FakeSocket.all.at(-1);
  if (!socket) throw new Error('no socket was opened');
  return socket;
};

let valid: () => Promise<boolean>;

async function connect(): Promise<SocketTransport> {
  const transport = new SocketTransport({ url: 'ws://x/api/v1/socket', authenticated: () => valid() });
  await vi.advanceTimersByTimeAsync(1);
  return transport;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.all = [];
  valid = () => Promise.resolve(true);
  vi.stubGlobal('WebSocket', FakeSocket);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the way to the engine over a WebSocket', () => {
  it('is connected when the engine has greeted', async () => {
    const transport = await connect();
    expect(transport.link.get()).toBe('connecting');
    last().hello();
    expect(transport.link.get()).toBe('connected');
  });

  it('asks for the access token when the session is not valid, and opens no socket', async () => {
    valid = () => Promise.resolve(false);
    const transport = await connect();
    expect(transport.link.get()).toBe('unauthenticated');
    expect(FakeSocket.all).toHaveLength(0);
  });

  it('matches answers to calls by their number', async () => {
    const transport = await connect();
    last().hello();
    const first = transport.call('a', {}, null);
    const second = transport.call('b', {}, null);
    last().say({ id: 2, answer: { ok: true, value: 'b' } });
    last().say({ id: 1, answer: { ok: true, value: 'a' } });
    expect(await first).toEqual({ ok: true, value: 'a' });
    expect(await second).toEqual({ ok: true, value: 'b' });
  });

  it('fails calls under way when the engine goes, and says what that means', async () => {
    const transport = await connect();
    last().hello();
    const call = transport.call('a', {}, null).catch((error: unknown) => error);
    last().lose();
    expect(await call).toMatchObject({ error: { code: 'unreachable', details: { reason: 'engine_gone' } } });
    expect(transport.link.get()).toBe('lost');
  });

  it('comes back by itself and subscribes again, with what changed going to the same listener', async () => {
    const transport = await connect();
    last().hello();
    const listener = vi.fn();
    transport.subscribe('devices', {}, null, listener, () => undefined);
    last().say({ id: 1, answer: { ok: true, value: { subscription: 7 } } });
    last().say({ subscription: 7, topic: 'devices', payload: ['before'] });
    last().lose();
    await vi.advanceTimersByTimeAsync(300);
    expect(FakeSocket.all).toHaveLength(2);
    last().hello();
    const again = last().sent.find((message) => 'subscribe' in message);
    last().say({ id: again?.['id'], answer: { ok: true, value: { subscription: 3 } } });
    last().say({ subscription: 3, topic: 'devices', payload: ['after'] });
    expect(listener.mock.calls).toEqual([[['before']], [['after']]]);
  });

  it('takes the state that follows the grant at once', async () => {
    const transport = await connect();
    last().hello();
    const listener = vi.fn();
    transport.subscribe('devices', {}, null, listener, () => undefined);
    last().say({ id: 1, answer: { ok: true, value: { subscription: 7 } } });
    last().say({ subscription: 7, topic: 'devices', payload: 1 });
    expect(listener).toHaveBeenCalledWith(1);
  });

  it('gives back a subscription that was ended before it was granted', async () => {
    const transport = await connect();
    last().hello();
    const end = transport.subscribe('devices', {}, null, () => undefined, () => undefined);
    end();
    last().say({ id: 1, answer: { ok: true, value: { subscription: 7 } } });
    expect(last().sent.at(-1)).toMatchObject({ unsubscribe: 7 });
  });

  it('tells who subscribed why it was refused', async () => {
    const transport = await connect();
    last().hello();
    const refused = vi.fn();
    transport.subscribe('devices', {}, null, () => undefined, refused);
    const error = { code: 'forbidden', message: 'no', details: {}, errorId: null };
    last().say({ id: 1, answer: { ok: false, error } });
    expect(refused).toHaveBeenCalledWith(error);
  });

  it('waits longer from try to try while the engine is gone', async () => {
    await connect();
    last().hello();
    last().lose();
    valid = vi.fn(() => Promise.reject(new Error('refused')));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(valid).toHaveBeenCalledTimes(5);
  });

  it('asks for the token when the session ended meanwhile', async () => {
    const transport = await connect();
    last().hello();
    last().lose(4401);
    expect(transport.link.get()).toBe('unauthenticated');
  });
});
