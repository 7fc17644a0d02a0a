import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { ByteChannel, ChannelHandlers } from './channel';
import type { ChannelError } from './channel-error';
import { fromSystemError } from './system-error';

export interface UdpOptions {
  readonly host: string;
  readonly port: number;
  /** 0 takes a free one. */
  readonly localPort?: number;
  readonly localAddress?: string;
  /** Octets the send queue holds at most, 65536 unless given. */
  readonly writeBufferOctets?: number;
}

const DEFAULT_UDP_BUFFER_OCTETS = 65_536;

/** A UDP socket connected to one peer: each write is a datagram, each `onData` one datagram of that peer. */
export async function openUdp(options: UdpOptions): Promise<ByteChannel> {
  const label = `udp ${options.host}:${options.port}`;
  const socket = createSocket(isIPv6(options.host) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    const onError = (error: Error) => {
      socket.close();
      reject(fromSystemError(label, error));
    };
    socket.once('error', onError);
    socket.bind({ port: options.localPort ?? 0, ...(options.localAddress === undefined ? {} : { address: options.localAddress }) }, () => {
      socket.connect(options.port, options.host, (error?: Error) => {
        socket.off('error', onError);
        if (error === undefined || error === null) resolve();
        else onError(error);
      });
    });
  });
  return new UdpChannel(socket, label, options.writeBufferOctets ?? DEFAULT_UDP_BUFFER_OCTETS);
}

class UdpChannel implements ByteChannel {
  readonly label: string;
  readonly #socket: Socket;
  readonly #limit: number;
  #handlers: ChannelHandlers | undefined;
  #open = true;
  #reason: ChannelError | undefined;

  constructor(socket: Socket, label: string, limit: number) {
    this.label = label;
    this.#socket = socket;
    this.#limit = limit;
    socket.on('error', (error) => this.destroy(fromSystemError(label, error)));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get bufferedOctets(): number {
    return this.#open ? this.#socket.getSendQueueSize() : 0;
  }

  write(octets: Uint8Array): boolean {
    if (!this.#open || this.bufferedOctets + octets.length > this.#limit) return false;
    this.#socket.send(octets, (error) => {
      if (error !== null && error !== undefined) this.destroy(fromSystemError(this.label, error));
    });
    return true;
  }

  listen(handlers: ChannelHandlers): void {
    if (this.#handlers !== undefined) throw new Error(`${this.label} has a listener already`);
    this.#handlers = handlers;
    if (!this.#open) {
      queueMicrotask(() => handlers.onClose(this.#reason));
      return;
    }
    this.#socket.on('message', (octets: Buffer) => handlers.onData(octets));
  }

  close(): void {
    this.destroy();
  }

  destroy(reason?: ChannelError): void {
    if (!this.#open) return;
    this.#open = false;
    this.#reason = reason;
    this.#socket.close(() => this.#handlers?.onClose(reason));
  }
}
