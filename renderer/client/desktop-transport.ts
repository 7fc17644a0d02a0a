import type { DesktopBridge } from '../../shared/contract/bridge';
import { engineGone } from './client-error';
import { Store } from './store';
import type { LinkState, Transport } from './transport';

/** The way to the engine inside the desktop window: over the bridge that the preload script offers. */
export class DesktopTransport implements Transport {
  readonly link = new Store<LinkState>('connected');

  constructor(private readonly bridge: DesktopBridge) {}

  async call(name: string, input: unknown, tenantId: string | null): Promise<unknown> {
    try {
      return await this.bridge.invoke(name, input, tenantId);
    } catch {
      throw engineGone();
    }
  }

  subscribe(
    topic: string,
    filter: unknown,
    tenantId: string | null,
    listener: (payload: unknown) => void,
    refused: (error: unknown) => void,
  ): () => void {
    return this.bridge.subscribe(topic, filter, tenantId, listener, refused);
  }

  close(): void {
    // The bridge lives as long as the window.
  }
}
