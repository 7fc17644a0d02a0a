import type { ByteChannel } from '../../../io/channel';
import type { OpenSecret } from '../../line-channel';
import { openListeningPort, type ListeningPort } from '../../listening-port';
import type { ServerSettings } from './server-settings';

/** A master on UDP may be silent for long while it is sent unsolicited responses. */
const PEER_IDLE_MS = 3_600_000;

/** Opens the port of outstations. Each master (on a serial port the line itself) comes as an open channel. Rejects with a ChannelError. */
export function openPort(settings: ServerSettings, secret: OpenSecret, onChannel: (channel: ByteChannel) => void, onLost: (reason: string) => void): Promise<ListeningPort> {
  const { transport, certificate, key, clientCa } = settings;
  return openListeningPort(transport === 'tls' ? { tls: { certificate, key, clientCa, secret } } : transport, settings, { onChannel, onLost, peerIdleMs: PEER_IDLE_MS });
}
