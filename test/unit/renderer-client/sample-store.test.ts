import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Client } from '../../../renderer/client/client';
import { SampleStore } from '../../../renderer/client/sample-store';
import { Store } from '../../../renderer/client/store';
import type { LinkState, Transport } from '../../../renderer/client/transport';
import type { WireSample } from '../../../shared/domain/sample';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const sample = (number: number, value: number): WireSample => ({ pointId: id(number), value, raw: null, quality: { level: 'good', reason: '', flags: [] }, sourceTime: null, receivedTime: 1 });

/** A way to the engine that keeps what was asked of it. */
class RecordingTransport implements Transport {
  readonly link = new Store<LinkState>('connected');
  readonly open = new Map<number, { readonly filter: unknown; readonly tenantId: string | null; readonly push: (payload: unknown) => void }>();
  answer: unknown = { ok: true, value: {} };
  #last = 0;

  call(): Promise<unknown> {
    return Promise.resolve(this.answer);
  }

  subscribe(_topic: string, filter: unknown, tenantId: string | null, listener: (payload: unknown) => void): () => void {
    this.#last += 1;
    const number = this.#last;
    this.open.set(number, { filter, tenantId, push: listener });
    return () => void this.open.delete(number);
  }

  push(payload: unknown): void {
    for (const { push } of this.open.values()) push(payload);
  }

  close(): void {
    this.open.clear();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the samples that a screen shows', () => {
  it('asks once for what several panes watch', () => {
    const transport = new RecordingTransport();
    const store = new SampleStore(new Client(transport));
    store.watch([id(1), id(2)]);
    store.watch([id(2), id(3)]);
    vi.advanceTimersByTime(50);
    expect([...transport.open.values()].map(({ filter }) => filter)).toEqual([{ pointIds: [id(1), id(2), id(3)] }]);
  });

  it('keeps a point that another pane still watches, and forgets what nobody does', () => {
    const transport = new RecordingTransport();
    const store = new SampleStore(new Client(transport));
    const endFirst = store.watch([id(1), id(2)]);
    store.watch([id(2)]);
    vi.advanceTimersByTime(50);
    transport.push([sample(1, 10), sample(2, 20)]);
    endFirst();
    vi.advanceTimersByTime(50);
    expect([...transport.open.values()].map(({ filter }) => filter)).toEqual([{ pointIds: [id(2)] }]);
    expect(store.samples.get(id(1))).toBeUndefined();
    expect(store.samples.get(id(2))?.value).toBe(20);
  });

  it('holds no subscription when nothing is watched', () => {
    const transport = new RecordingTransport();
    const store = new SampleStore(new Client(transport));
    const end = store.watch([id(1)]);
    vi.advanceTimersByTime(50);
    end();
    vi.advanceTimersByTime(50);
    expect(transport.open.size).toBe(0);
  });

  it('subscribes again for another tenant', () => {
    const transport = new RecordingTransport();
    const client = new Client(transport);
    const store = new SampleStore(client);
    store.watch([id(1)]);
    vi.advanceTimersByTime(50);
    client.useTenant(id(77));
    expect([...transport.open.values()].map(({ tenantId }) => tenantId)).toEqual([id(77)]);
  });

  it('does not take a payload that is none of the contract', () => {
    const transport = new RecordingTransport();
    const client = new Client(transport);
    const taken = vi.fn();
    const refused = vi.fn();
    client.subscribe('samples', { pointIds: [id(1)] }, taken, refused);
    transport.push([{ pointId: 'x' }]);
    expect(taken).not.toHaveBeenCalled();
    expect(refused).toHaveBeenCalledOnce();
  });
});

describe('calls', () => {
  it('throw the engine’s words', async () => {
    const transport = new RecordingTransport();
    transport.answer = { ok: false, error: { code: 'conflict', message: 'The project is read only.', details: { fields: [{ path: 'name', message: 'is taken' }] }, errorId: null } };
    const failure = await new Client(transport).call('project.create', { name: 'x' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'conflict', message: 'The project is read only.' });
  });

  it('throw when an answer does not fit the contract', async () => {
    const transport = new RecordingTransport();
    transport.answer = { ok: true, value: { running: 'perhaps' } };
    await expect(new Client(transport).call('demo.state', {})).rejects.toMatchObject({ error: { details: { reason: 'contract_mismatch' } } });
  });
});
