import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { ByteChannel } from './channel';
import { ChannelError } from './channel-error';
import { SocketChannel } from './socket-channel';
import { connected, type TcpClientOptions } from './tcp-client';
import { fromSystemError } from './system-error';

export interface TlsClientOptions extends TcpClientOptions {
  /** PEM of the authorities that are trusted; the system's own list unless given. */
  readonly ca?: string | readonly string[];
  /** PEM of this side's certificate chain and key, where the server asks for one. */
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name the server's certificate must hold, where it differs from `host`. */
  readonly serverName?: string;
  /** False: any certificate of the server is taken, so anybody can stand between. True unless given. */
  readonly verify?: boolean;
}

/** Connects with TLS 1.2 or later; the server's certificate is checked unless told otherwise. Rejects with a ChannelError. */
export async function openTlsClient(options: TlsClientOptions): Promise<ByteChannel> {
  const label = `tls ${options.host}:${options.port}`;
  const { host, port, ca, certificate, key, passphrase, localAddress } = options;
  const name = options.serverName ?? host;
  let socket;
  try {
    socket = connect({
      host,
      port,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: options.verify !== false,
      ...(isIP(name) === 0 ? { servername: name } : {}),
      ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(localAddress === undefined ? {} : { localAddress }),
    });
  } catch (error) {
    // Thrown at once for a key or certificate that is no PEM, or a key that does not fit.
    const known = fromSystemError(label, error);
    throw new ChannelError('certificate', `${label}: this side's certificate or key cannot be used (${known.message}).`, error);
  }
  await connected(socket, 'secureConnect', label, options);
  return new SocketChannel(socket, label, options);
}
