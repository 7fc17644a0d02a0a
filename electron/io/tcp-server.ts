import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ByteChannel } from './channel';
import { SocketChannel, type SocketChannelOptions } from './socket-channel';
import { fromSystemError } from './system-error';

export interface TcpServerOptions extends SocketChannelOptions {
  /** 127.0.0.1 unless given. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Connections at once; more are dropped by the system. 200 unless given. */
  readonly connectionLimit?: number;
}

/** A listening TCP port. */
export interface TcpServer {
  readonly host: string;
  readonly port: number;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/** Listens; each accepted connection comes as an open channel. Rejects with a ChannelError. */
export async function listenTcp(options: TcpServerOptions, onConnection: (channel: ByteChannel) => void): Promise<TcpServer> {
  const host = options.host ?? '127.0.0.1';
  const channels = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    channels.add(socket);
    socket.once('close', () => channels.delete(socket));
    onConnection(new SocketChannel(socket, `tcp ${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`, options));
  });
  server.maxConnections = options.connectionLimit ?? 200;
  return { host, port: await listening(server, host, options.port), close: () => closeServer(server, channels) };
}

/** Begins to listen; the port that was taken. */
export function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(fromSystemError(`tcp ${host}:${port}`, error));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      // Errors of single accepts (too many open files, say) must not end the process; the server goes on listening.
      server.on('error', () => undefined);
      const address: AddressInfo | string | null = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

export function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
