import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { ByteChannel } from './channel';
import { SocketChannel } from './socket-channel';
import { closeServer, listening, type TcpServer, type TcpServerOptions } from './tcp-server';

export interface TlsServerOptions extends TcpServerOptions {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase?: string;
  /** PEM of the authorities whose clients are let in; a client without such a certificate is refused. Absent: anyone. */
  readonly clientCa?: string | readonly string[];
}

/** Listens for TLS 1.2 or later. Only connections whose handshake is complete are handed over. */
export async function listenTls(options: TlsServerOptions, onConnection: (channel: ByteChannel) => void): Promise<TcpServer> {
  const host = options.host ?? '127.0.0.1';
  const { clientCa } = options;
  const sockets = new Set<Socket>();
  const server = createServer(
    {
      cert: options.certificate,
      key: options.key,
      minVersion: 'TLSv1.2',
      handshakeTimeout: 10_000,
      ...(options.passphrase === undefined ? {} : { passphrase: options.passphrase }),
      ...(clientCa === undefined ? {} : { ca: typeof clientCa === 'string' ? clientCa : [...clientCa], requestCert: true, rejectUnauthorized: true }),
    },
    (socket) => onConnection(new SocketChannel(socket, `tls ${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`, options)),
  );
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // A client whose handshake fails is dropped by the server; its error is the client's to show.
  server.on('tlsClientError', () => undefined);
  server.maxConnections = options.connectionLimit ?? 200;
  return { host, port: await listening(server, host, options.port), close: () => closeServer(server, sockets) };
}
