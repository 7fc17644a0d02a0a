import { connect, type Socket } from 'node:net';
import type { ByteChannel } from './channel';
import { ChannelError } from './channel-error';
import { SocketChannel, type SocketChannelOptions } from './socket-channel';
import { SocketInlet } from './socket-inlet';
import { fromSystemError } from './system-error';

export interface TcpClientOptions extends SocketChannelOptions {
  readonly host: string;
  readonly port: number;
  /** Milliseconds the connection may take; 5 s unless given. */
  readonly connectTimeoutMs?: number;
  /** The address of this computer to connect from, where it has several networks. */
  readonly localAddress?: string;
  readonly signal?: AbortSignal;
}

export const DEFAULT_CONNECT_TIMEOUT_MS = 5000;

/** Connects; rejects with a ChannelError that says what is wrong. */
export async function openTcpClient(options: TcpClientOptions): Promise<ByteChannel> {
  const label = `tcp ${options.host}:${options.port}`;
  const { host, port, localAddress } = options;
  const inlet = new SocketInlet();
  const socket = connect({ host, port, noDelay: true, onread: inlet.onread, ...(localAddress === undefined ? {} : { localAddress }) });
  await connected(socket, 'connect', label, options);
  return new SocketChannel(socket, label, options, inlet);
}

/** Waits for a socket's `event` ('connect', 'secureConnect'); on failure the socket is destroyed. */
export function connected(
  socket: Socket,
  event: string,
  label: string,
  options: { readonly connectTimeoutMs?: number; readonly signal?: AbortSignal },
): Promise<void> {
  const timeoutMs = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const settle = (error: ChannelError | undefined) => {
      clearTimeout(timer);
      socket.off(event, onConnected);
      socket.off('error', onError);
      signal?.removeEventListener('abort', onAbort);
      if (error === undefined) return resolve();
      // An error that still arrives after this one has nobody to tell.
      socket.on('error', () => undefined);
      socket.destroy();
      return reject(error);
    };
    const onConnected = () => settle(undefined);
    const onError = (error: Error) => settle(fromSystemError(label, error));
    const onAbort = () => settle(new ChannelError('cancelled', `${label}: connecting was cancelled.`));
    const timer = setTimeout(() => settle(new ChannelError('timeout', `${label}: no answer within ${timeoutMs < 1000 ? `${timeoutMs} ms` : `${Number((timeoutMs / 1000).toFixed(1))} s`}; check the address, the port and the cable.`)), timeoutMs);
    socket.once(event, onConnected);
    socket.once('error', onError);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
