import type { ByteChannel } from '../../../io/channel';
import { asciiTiming, RTU_OVER_TCP_TIMING, rtuTiming } from '../../../stacks/modbus';
import type { ModbusServerFraming } from '../../../stacks/modbus';
import { openListeningPort, type ListeningPort } from '../../listening-port';
import { characterOf } from '../../serial-port';
import { isSerialServer, portLabel, type ServerSettings } from './server-settings';

/** Opens the port of units. Each client (on a serial port the line itself) comes as an open channel. Rejects with a ChannelError. */
export async function openPort(settings: ServerSettings, onChannel: (channel: ByteChannel) => void, onLost: (reason: string) => void): Promise<ListeningPort> {
  const kind = isSerialServer(settings) ? 'serial' : settings.transport === 'udp' ? 'udp' : 'tcp';
  const port = await openListeningPort(kind, settings, { onChannel, onLost });
  return kind === 'serial' ? { ...port, address: portLabel(settings) } : port;
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
