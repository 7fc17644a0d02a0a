import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { ByteChannel, ChannelHandlers } from './channel';
import type { ChannelError } from './channel-error';
import { fromSystemError } from './system-error';

export interface UdpServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Peers at once, 200 unless given; beyond it the one that was silent longest is forgotten. */
  readonly peerLimit?: number;
  /** A peer that was silent for so long is forgotten, milliseconds; 60 s unless given. */
  readonly peerIdleMs?: number;
}

/** A listening UDP port. */
export interface UdpServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const DEFAULT_PEER_LIMIT = 200;
const DEFAULT_PEER_IDLE_MS = 60_000;
const WRITE_BUFFER_OCTETS = 65_536;

/**
 * Listens on a UDP port. The first datagram of a peer makes a channel of it: each write is a datagram to that peer, each
 * `onData` one of its datagrams. Rejects with a ChannelError.
 */
export async function listenUdp(options: UdpServerOptions, onPeer: (channel: ByteChannel) => void, onLost: (reason: ChannelError) => void): Promise<UdpServer> {
  const { host, port, peerLimit = DEFAULT_PEER_LIMIT, peerIdleMs = DEFAULT_PEER_IDLE_MS } = options;
  const label = `udp ${host}:${port}`;
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    const onError = (error: Error) => {
      socket.close();
      reject(fromSystemError(label, error));
    };
    socket.once('error', onError);
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.off('error', onError);
      resolve();
    });
  });
  // By the time of their last datagram, the longest silent first.
  const peers = new Map<string, UdpPeer>();
  socket.on('message', (octets: Buffer, from: RemoteInfo) => {
    const key = `${from.address}:${from.port}`;
    const known = peers.get(key);
    peers.delete(key);
    const peer = known ?? new UdpPeer(socket, from, () => peers.delete(key));
    peers.set(key, peer);
    if (!known) {
      const [longestSilent] = peers.values();
      if (peers.size > peerLimit) longestSilent?.destroy();
      onPeer(peer);
    }
    peer.received(octets);
  });
  const sweep = setInterval(() => {
    for (const peer of peers.values()) if (performance.now() - peer.lastHeard > peerIdleMs) peer.close();
  }, peerIdleMs / 4);
  sweep.unref();
  const end = (): void => {
    clearInterval(sweep);
    // Each takes itself out of the map, which the walk allows.
    for (const peer of peers.values()) peer.close();
  };
  socket.on('error', (error) => {
    end();
    socket.close();
    onLost(fromSystemError(label, error));
  });
  return {
    host,
    port: socket.address().port,
    close: () =>
      new Promise((resolve) => {
        end();
        socket.removeAllListeners('error');
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
}

/** One peer of a UDP port. */
class UdpPeer implements ByteChannel {
  readonly label: string;
  lastHeard = performance.now();
  readonly #socket: Socket;
  readonly #to: RemoteInfo;
  readonly #forget: () => void;
  #handlers: ChannelHandlers | undefined;
  #open = true;

  constructor(socket: Socket, to: RemoteInfo, forget: () => void) {
    this.label = `udp ${to.address}:${to.port}`;
    this.#socket = socket;
    this.#to = to;
    this.#forget = forget;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get bufferedOctets(): number {
    return this.#open ? this.#socket.getSendQueueSize() : 0;
  }

  received(octets: Uint8Array): void {
    this.lastHeard = performance.now();
    this.#handlers?.onData(octets);
  }

  write(octets: Uint8Array): boolean {
    if (!this.#open || this.bufferedOctets + octets.length > WRITE_BUFFER_OCTETS) return false;
    // A datagram that can't be sent is lost like any other.
    this.#socket.send(octets, this.#to.port, this.#to.address, () => undefined);
    return true;
  }

  listen(handlers: ChannelHandlers): void {
    if (this.#handlers !== undefined) throw new Error(`${this.label} has a listener already`);
    this.#handlers = handlers;
  }

  close(): void {
    this.destroy();
  }

  destroy(reason?: ChannelError): void {
    if (!this.#open) return;
    this.#open = false;
    this.#forget();
    this.#handlers?.onClose(reason);
  }
}
