import type { ByteChannel } from '../../io/channel';
import { ChannelError } from '../../io/channel-error';
import { openSerial } from '../../io/serial';
import { findSerialPort } from '../../io/serial-port-identity';
import { listSerialPorts } from '../../io/serial-port-list';
import type { SerialPortListing } from '../../io/serial-port-list';
import { openTcpClient } from '../../io/tcp-client';
import type { LineSettings } from './line-settings';

/** Opens the channel of a line; rejects with a ChannelError. Tests put a made-up one in its place. */
export type ChannelOpener = (settings: LineSettings, signal: AbortSignal) => Promise<ByteChannel>;

/** Opens real sockets and ports. */
export const openSystemChannel: ChannelOpener = channelOpener(() => listSerialPorts());

/** Opens real sockets and ports; adapters are looked for in the listing that is given. */
export function channelOpener(list: () => Promise<SerialPortListing>): ChannelOpener {
  return async (settings, signal) => {
    if (settings.transport === 'rtu') return openPort(settings, list);
    return openTcpClient({ host: settings.host, port: settings.port, connectTimeoutMs: settings.connectTimeoutMs, signal });
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
