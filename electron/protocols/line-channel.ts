import type { ByteChannel } from '../io/channel';
import { ChannelError } from '../io/channel-error';
import { hostAndPort } from '../io/host-and-port';
import { openSerial } from '../io/serial';
import { findSerialPort } from '../io/serial-port-identity';
import type { SerialPortListing } from '../io/serial-port-list';
import { openTcpClient } from '../io/tcp-client';
import { openTlsClient } from '../io/tls-client';
import { openUdp } from '../io/udp';
import type { ChannelKind, ChannelSettings } from './channel-settings';
import { characterOf } from './serial-port';

/** Opens a secret of the vault by its reference; null when there is none. */
export type OpenSecret = (reference: string) => Promise<string | null>;

/** Opens a real socket or port; adapters are looked for in the listing that is given. Rejects with a ChannelError. */
export async function openLineChannel(kind: ChannelKind, settings: ChannelSettings, { signal, secret, listPorts }: { readonly signal: AbortSignal; readonly secret: OpenSecret; readonly listPorts: () => Promise<SerialPortListing> }): Promise<ByteChannel> {
  if (kind === 'serial') {
    const path = settings.serialNumber === '' ? settings.serialPath : pathOfAdapter(settings, await listPorts());
    return openSerial({ path, ...characterOf(settings) });
  }
  const { host, port, connectTimeoutMs } = settings;
  if (kind === 'udp') return openUdp({ host, port });
  const stream = { host, port, connectTimeoutMs, keepAliveMs: Math.round(settings.keepAliveS * 1000), signal };
  return kind === 'tls' ? openTlsClient({ ...stream, ...(await tlsMaterial(settings, secret)) }) : openTcpClient(stream);
}

/** Certificates and the private key, which comes out of the vault only for this. */
async function tlsMaterial(settings: ChannelSettings, secret: OpenSecret) {
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

/** The name that the adapter with the line's serial number has now. */
function pathOfAdapter({ serialPath, serialNumber }: ChannelSettings, listing: SerialPortListing): string {
  const found = findSerialPort({ path: serialPath, serialNumber }, listing.ports);
  if (found.kind === 'found') return found.path;
  // Where the system does not tell serial numbers, the name is all there is to go by.
  if (listing.problem !== undefined && serialPath !== '') return serialPath;
  throw new ChannelError('not-found', found.message);
}
