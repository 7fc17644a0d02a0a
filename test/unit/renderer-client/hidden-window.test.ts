import { describe, expect, it } from 'vitest';
import { Client } from '../../../renderer/client/client';
import { Store } from '../../../renderer/client/store';
import type { LinkState, Transport } from '../../../renderer/client/transport';

/** A transport that only counts which subscriptions are open. */
class CountingTransport implements Transport {
  readonly link = new Store<LinkState>('connected');
  readonly open: string[] = [];

  call(): Promise<unknown> {
    return Promise.reject(new Error('not asked'));
  }

  subscribe(topic: string): () => void {
    this.open.push(topic);
    return () => {
      this.open.splice(this.open.indexOf(topic), 1);
    };
  }

  close(): void {
    this.open.length = 0;
  }
}

describe('A client whose window is hidden', () => {
  it('ends its subscriptions but that to jobs, and opens them again when the window is seen', () => {
    const transport = new CountingTransport();
    const client = new Client(transport);
    client.subscribe('metrics', {}, () => undefined);
    client.subscribe('jobs', {}, () => undefined);
    expect([...transport.open].sort()).toEqual(['jobs', 'metrics']);
    client.setHidden(true);
    expect(transport.open).toEqual(['jobs']);
    client.setHidden(false);
    expect([...transport.open].sort()).toEqual(['jobs', 'metrics']);
  });

  it('opens what was subscribed to meanwhile only when the window is seen', () => {
    const transport = new CountingTransport();
    const client = new Client(transport);
    client.setHidden(true);
    const end = client.subscribe('metrics', {}, () => undefined);
    client.subscribe('log', {}, () => undefined);
    expect(transport.open).toEqual([]);
    end();
    client.setHidden(false);
    expect(transport.open).toEqual(['log']);
  });

  it('stays quiet when the tenant changes', () => {
    const transport = new CountingTransport();
    const client = new Client(transport);
    client.subscribe('metrics', {}, () => undefined);
    client.setHidden(true);
    client.useTenant('8b7b8f0e-0f0f-4c7e-9d8e-0a0b0c0d0e0f');
    expect(transport.open).toEqual([]);
  });
});
