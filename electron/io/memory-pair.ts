import type { ChannelError } from './channel-error';
import { DEFAULT_WRITE_BUFFER_OCTETS, type ByteChannel, type ChannelHandlers } from './channel';

/** One end of an in-memory pair. Octets arrive at the other end in a later microtask, as copies. */
class MemoryChannel implements ByteChannel {
  readonly label: string;
  peer: MemoryChannel | undefined;
  #handlers: ChannelHandlers | undefined;
  #open = true;
  readonly #inbox: Uint8Array[] = [];
  #inboxOctets = 0;
  #scheduled = false;
  #closing: { readonly reason: ChannelError | undefined } | undefined;

  constructor(label: string) {
    this.label = label;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get bufferedOctets(): number {
    return this.peer === undefined ? 0 : this.peer.#inboxOctets;
  }

  write(octets: Uint8Array): boolean {
    const { peer } = this;
    if (!this.#open || peer === undefined || !peer.#open || peer.#inboxOctets + octets.length > DEFAULT_WRITE_BUFFER_OCTETS) return false;
    peer.#inbox.push(Uint8Array.from(octets));
    peer.#inboxOctets += octets.length;
    peer.#schedule();
    return true;
  }

  listen(handlers: ChannelHandlers): void {
    if (this.#handlers !== undefined) throw new Error(`${this.label} has a listener already`);
    this.#handlers = handlers;
    this.#schedule();
  }

  close(): void {
    this.#end(undefined);
    if (this.peer !== undefined) this.peer.#end(undefined);
  }

  destroy(reason?: ChannelError): void {
    this.#inbox.length = 0;
    this.#inboxOctets = 0;
    this.#end(reason);
    if (this.peer !== undefined) this.peer.#end(undefined);
  }

  #end(reason: ChannelError | undefined): void {
    if (!this.#open) return;
    this.#open = false;
    this.#closing = { reason };
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#handlers === undefined) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    this.#scheduled = false;
    const handlers = this.#handlers;
    if (handlers === undefined) return;
    for (let octets = this.#inbox.shift(); octets !== undefined; octets = this.#inbox.shift()) {
      this.#inboxOctets -= octets.length;
      handlers.onData(octets);
    }
    const closing = this.#closing;
    this.#closing = undefined;
    if (closing !== undefined) handlers.onClose(closing.reason);
  }
}

/** Two channels, each the other's far end. Closing either closes both; what was written before still arrives. */
export function memoryPair(label = 'memory'): [ByteChannel, ByteChannel] {
  const near = new MemoryChannel(`${label} near`);
  const far = new MemoryChannel(`${label} far`);
  near.peer = far;
  far.peer = near;
  return [near, far];
}
