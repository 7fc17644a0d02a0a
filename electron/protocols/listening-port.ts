import type { ByteChannel } from '../io/channel';
import { ChannelError } from '../io/channel-error';
import { hostAndPort } from '../io/host-and-port';
import { openSerial } from '../io/serial';
import { listenTcp } from '../io/tcp-server';
import { listenTls } from '../io/tls-server';
import { listenUdp } from '../io/udp-server';
import type { ChannelKind } from './channel-settings';
import type { OpenSecret } from './line-channel';
import { characterOf, serialLabel, type SerialCharacter } from './serial-port';

/** Where somebody is served: an address of this computer, or a serial port. */
export interface ListeningSettings extends SerialCharacter {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly maxClients: number;
  readonly serialPath: string;
}

/** For TLS: PEM of the certificate with its chain, its key by reference to the vault, PEM of the authorities whose clients are let in; empty lets in anybody. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly clientCa: string;
  readonly secret: OpenSecret;
}

export type ListeningKind = Exclude<ChannelKind, 'tls'> | { readonly tls: ServerCertificate };

export interface ListeningHandlers {
  /** Each client (on a serial port the line itself) comes as an open channel. */
  onChannel(channel: ByteChannel): void;
  /** A UDP port is gone by itself. */
  onLost(reason: string): void;
  /** A UDP peer that was silent for so long is forgotten, milliseconds; the usual time where it is missing. */
  readonly peerIdleMs?: number;
}

export interface ListeningPort {
  /** Where it listens. */
  readonly address: string;
  close(): Promise<void>;
}

/** Opens a listening socket or a serial port. Rejects with a ChannelError. */
export async function openListeningPort(kind: ListeningKind, settings: ListeningSettings, handlers: ListeningHandlers): Promise<ListeningPort> {
  const onChannel = (channel: ByteChannel): void => handlers.onChannel(channel);
  if (kind === 'serial') {
    const channel = await openSerial({ path: settings.serialPath, ...characterOf(settings) });
    onChannel(channel);
    return { address: serialLabel(settings.serialPath, settings), close: () => Promise.resolve(channel.close()) };
  }
  const listener = await listen(kind, settings, handlers, onChannel);
  return { address: hostAndPort(listener), close: () => listener.close() };
}

async function listen(kind: Exclude<ListeningKind, 'serial'>, { host, port, maxClients }: ListeningSettings, handlers: ListeningHandlers, onChannel: (channel: ByteChannel) => void) {
  if (kind === 'udp') {
    const { peerIdleMs } = handlers;
    return listenUdp({ host, port, peerLimit: maxClients, ...(peerIdleMs === undefined ? {} : { peerIdleMs }) }, onChannel, (reason) => handlers.onLost(reason.message));
  }
  const options = { host, port, connectionLimit: maxClients };
  return kind === 'tcp' ? listenTcp(options, onChannel) : listenTls({ ...options, ...(await tlsMaterial(kind.tls, options)) }, onChannel);
}

/** The certificate and its key, which comes out of the vault only for this. */
async function tlsMaterial({ certificate, clientCa, key: reference, secret }: ServerCertificate, at: { readonly host: string; readonly port: number }) {
  const key = await secret(reference);
  if (key === null) throw new ChannelError('certificate', `tls ${hostAndPort(at)}: the private key is not in the vault of this computer; enter it again in the settings.`);
  return { certificate, key, ...(clientCa === '' ? {} : { clientCa }) };
}
