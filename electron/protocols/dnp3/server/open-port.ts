import type { ByteChannel } from '../../../io/channel';
import { ChannelError } from '../../../io/channel-error';
import { openSerial } from '../../../io/serial';
import { listenTcp } from '../../../io/tcp-server';
import { listenTls } from '../../../io/tls-server';
import { listenUdp } from '../../../io/udp-server';
import type { OpenSecret } from '../channel-opener';
import { isSerialServer, portLabel, type ServerSettings } from './server-settings';

/** A master on UDP may be silent for long while it is sent unsolicited responses. */
const PEER_IDLE_MS = 3_600_000;

export interface OpenedPort {
  /** Where it listens. */
  readonly address: string;
  close(): Promise<void>;
}

/** Opens a listening socket or a serial port. Each client (on a serial port the line itself) comes as an open channel. Rejects with a ChannelError. */
export async function openPort(settings: ServerSettings, secret: OpenSecret, onChannel: (channel: ByteChannel) => void, onLost: (reason: string) => void): Promise<OpenedPort> {
  const { host, port, maxClients, serialPath, baudRate, parity } = settings;
  if (isSerialServer(settings)) {
    const channel = await openSerial({ path: serialPath, baudRate, parity, dataBits: 8, stopBits: settings.stopBits === 2 ? 2 : 1 });
    onChannel(channel);
    return { address: portLabel(settings), close: () => Promise.resolve(channel.close()) };
  }
  const listener =
    settings.transport === 'udp'
      ? await listenUdp({ host, port, peerLimit: maxClients, peerIdleMs: PEER_IDLE_MS }, onChannel, (reason) => onLost(reason.message))
      : settings.transport === 'tls'
        ? await listenTls({ host, port, connectionLimit: maxClients, ...(await tlsMaterial(settings, secret)) }, onChannel)
        : await listenTcp({ host, port, connectionLimit: maxClients }, onChannel);
  return { address: `${listener.host.includes(':') ? `[${listener.host}]` : listener.host}:${listener.port}`, close: () => listener.close() };
}

/** The certificate and its key, which comes out of the vault only for this. */
async function tlsMaterial({ certificate, clientCa, key: reference, host, port }: ServerSettings, secret: OpenSecret) {
  const key = await secret(reference);
  if (key === null) throw new ChannelError('certificate', `tls ${host}:${port}: the private key is not in the vault of this computer; enter it again in the settings.`);
  return { certificate, key, ...(clientCa === '' ? {} : { clientCa }) };
}
