import type { ByteChannel } from '../../io/channel';
import { listSerialPorts } from '../../io/serial-port-list';
import type { SerialPortListing } from '../../io/serial-port-list';
import { openLineChannel, type OpenSecret } from '../line-channel';
import { channelKind } from './line-settings';
import type { LineSettings } from './line-settings';

/** Opens the channel of a line; rejects with a ChannelError. Tests put a made-up one in its place. */
export type ChannelOpener = (settings: LineSettings, signal: AbortSignal, secret: OpenSecret) => Promise<ByteChannel>;

/** Opens real sockets and ports. */
export const openSystemChannel: ChannelOpener = channelOpener(() => listSerialPorts());

/** Opens real sockets and ports; adapters are looked for in the listing that is given. */
export function channelOpener(listPorts: () => Promise<SerialPortListing>): ChannelOpener {
  return (settings, signal, secret) => openLineChannel(channelKind(settings), settings, { signal, secret, listPorts });
}
