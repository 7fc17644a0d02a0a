import type { ByteChannel } from '../../io/channel';
import { ChannelError } from '../../io/channel-error';
import { openSerial } from '../../io/serial';
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
export const openSystemChannel: ChannelOpener = async (settings, signal, secret) => {
  if (isSerial(settings)) {
    const { serialPath: path, baudRate, parity } = settings;
    return openSerial({ path, baudRate, parity, dataBits: 8, stopBits: settings.stopBits === 2 ? 2 : 1 });
  }
  const { host, port, connectTimeoutMs } = settings;
  if (settings.transport === 'udp') return openUdp({ host, port });
  const stream = { host, port, connectTimeoutMs, keepAliveMs: Math.round(settings.keepAliveS * 1000), signal };
  return settings.transport === 'tls' ? openTlsClient({ ...stream, ...(await tlsMaterial(settings, secret)) }) : openTcpClient(stream);
};

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
