import type { ByteChannel } from '../../io/channel';
import { listSerialPorts } from '../../io/serial-port-list';
import { openLineChannel, type OpenSecret } from '../line-channel';
import type { LineSettings } from './line-settings';

/** Opens the channel of a line; rejects with a ChannelError. Tests put a made-up one in its place. */
export type ChannelOpener = (settings: LineSettings, signal: AbortSignal, secret: OpenSecret) => Promise<ByteChannel>;

/** Opens real sockets and ports. */
export const openSystemChannel: ChannelOpener = (settings, signal, secret) => openLineChannel(settings.transport, settings, { signal, secret, listPorts: () => listSerialPorts() });
