import type { ByteChannel } from '../../../io/channel';
import { openSerial } from '../../../io/serial';
import { listenTcp } from '../../../io/tcp-server';
import { listenUdp } from '../../../io/udp-server';
import { asciiTiming, RTU_OVER_TCP_TIMING, rtuTiming } from '../../../stacks/modbus';
import type { ModbusServerFraming } from '../../../stacks/modbus';
import { isSerialServer, portLabel, type ServerSettings } from './server-settings';

export interface OpenedPort {
  /** Where it listens. */
  readonly address: string;
  close(): Promise<void>;
}

/** Opens a listening socket or a serial port. Each client (on a serial port the line itself) comes as an open channel. Rejects with a ChannelError. */
export async function openPort(settings: ServerSettings, onChannel: (channel: ByteChannel) => void, onLost: (reason: string) => void): Promise<OpenedPort> {
  const { host, port, maxClients } = settings;
  if (isSerialServer(settings)) {
    const channel = await openSerial({ path: settings.serialPath, ...characterOf(settings) });
    onChannel(channel);
    return { address: portLabel(settings), close: () => Promise.resolve(channel.close()) };
  }
  const listener =
    settings.transport === 'udp'
      ? await listenUdp({ host, port, peerLimit: maxClients }, onChannel, (reason) => onLost(reason.message))
      : await listenTcp({ host, port, connectionLimit: maxClients }, onChannel);
  return { address: `${listener.host.includes(':') ? `[${listener.host}]` : listener.host}:${listener.port}`, close: () => listener.close() };
}

/** How frames are framed on the port. */
export function framingOf(settings: ServerSettings): ModbusServerFraming {
  switch (settings.transport) {
    case 'tcp':
      return { framing: 'mbap' };
    case 'udp':
      return { framing: 'mbap', datagrams: true };
    case 'rtu-over-tcp':
      return { framing: 'rtu', timing: RTU_OVER_TCP_TIMING };
    case 'rtu':
      return { framing: 'rtu', timing: rtuTiming(characterOf(settings)) };
    default:
      return { framing: 'ascii', timing: asciiTiming(characterOf(settings)) };
  }
}

function characterOf({ baudRate, parity, dataBits, stopBits }: ServerSettings) {
  return { baudRate, parity, dataBits: dataBits === 7 ? 7 : 8, stopBits: stopBits === 2 ? 2 : 1 } as const;
}
