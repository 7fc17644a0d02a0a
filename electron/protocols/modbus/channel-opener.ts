import type { ByteChannel } from '../../io/channel';
import { ChannelError } from '../../io/channel-error';
import { openSerial } from '../../io/serial';
import { findSerialPort } from '../../io/serial-port-identity';
import { listSerialPorts } from '../../io/serial-port-list';
import type { SerialPortListing } from '../../io/serial-port-list';
import { openTcpClient } from '../../io/tcp-client';
import { openTlsClient } from '../../io/tls-client';
import { openUdp } from '../../io/udp';
import { hostAndPort, isSerial } from './line-settings';
import type { LineSettings } from './line-settings';

/** Opens a secret of the vault by its reference; null when there is none. */
export type OpenSecret = (reference: string) => Promise<string | null>;

/** Opens the channel of a line; rejects with a ChannelError. Tests put a made-up one in its place. */
export type ChannelOpener = (settings: LineSettings, signal: AbortSignal, secret: OpenSecret) => Promise<ByteChannel>;

/** Opens real sockets and ports. */
export const openSystemChannel: ChannelOpener = channelOpener(() => listSerialPorts());

/** Opens real sockets and ports; adapters are looked for in the listing that is given. */
export function channelOpener(list: () => Promise<SerialPortListing>): ChannelOpener {
  return async (settings, signal, secret) => {
    if (isSerial(settings)) return openPort(settings, list);
    const { host, port, connectTimeoutMs } = settings;
    if (settings.transport === 'udp') return openUdp({ host, port });
    const stream = { host, port, connectTimeoutMs, keepAliveMs: Math.round(settings.keepAliveS * 1000), signal };
    return settings.transport === 'tls' ? openTlsClient({ ...stream, ...(await tlsMaterial(settings, secret)) }) : openTcpClient(stream);
  };
}

/** Certificates and the private key, which comes out of the vault only for this. */
async function tlsMaterial(settings: LineSettings, secret: OpenSecret) {
  const { ca, certificate, key, serverName, verify } = settings;
  const own = key === '' ? null : await secret(key);
  if (key !== '' && own === null) {
    throw new ChannelError('certificate', `tls ${hostAndPort(settings)}: the private key is not in the vault of this computer; enter it again in the settings.`);
  }
  return {
    verify,
    ...(ca === '' ? {} : { ca }),
    ...(certificate === '' ? {} : { certificate }),
    ...(own === null ? {} : { key: own }),
    ...(serverName === '' ? {} : { serverName }),
  };
}

async function openPort(settings: LineSettings, list: () => Promise<SerialPortListing>): Promise<ByteChannel> {
  const parity = settings.parity;
  const path = settings.serialNumber === '' ? settings.serialPath : await pathOfAdapter(settings, await list());
  return openSerial({ path, baudRate: settings.baudRate, parity, dataBits: settings.dataBits === 7 ? 7 : 8, stopBits: settings.stopBits === 2 ? 2 : 1 });
}

/** The name that the adapter with the line's serial number has now. */
async function pathOfAdapter(settings: LineSettings, listing: SerialPortListing): Promise<string> {
  const found = findSerialPort({ path: settings.serialPath, serialNumber: settings.serialNumber }, listing.ports);
  if (found.kind === 'found') return found.path;
  // Where the system does not tell serial numbers, the name is all there is to go by.
  if (listing.problem !== undefined && settings.serialPath !== '') return settings.serialPath;
  throw new ChannelError('not-found', found.message);
}
