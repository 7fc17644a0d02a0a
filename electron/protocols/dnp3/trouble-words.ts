import { durationText } from '../../../shared/domain/duration-text';
import { ChannelError } from '../../io/channel-error';
import { certificateWords } from '../certificate-words';
import { characterFormat } from '../serial-port';
import { isSerial, placeOf } from './line-settings';
import type { DeviceSettings } from './device-settings';
import type { LineSettings } from './line-settings';

/** Why there is no connection, in plain words. `cause`: where the system's own words belong into the log. */
export interface Trouble {
  readonly message: string;
  /** The settings or the device have to change; trying again alone does not help. */
  readonly ours: boolean;
  readonly cause?: unknown;
}

/** Anything that ended an attempt or a connection, in plain words. */
export function troubleOf(error: unknown, settings: LineSettings): Trouble {
  const place = placeOf(settings);
  if (!(error instanceof ChannelError)) return { message: `The connection to ${place} failed, for a reason that is not known here`, ours: false, cause: error };
  if (error.code === 'certificate') return { message: certificateWords(error.cause, { ...settings, place, peer: 'outstation', noTls: 'Check the port and whether the outstation has TLS switched on' }) ?? error.message, ours: true };
  const words = channelWords(error, settings, place);
  return words === null ? { message: `The connection to ${place} failed, for a reason that is not known here`, ours: false, cause: error.cause ?? error } : { message: words, ours: false };
}

function channelWords({ code }: ChannelError, settings: LineSettings, place: string): string | null {
  const serial = isSerial(settings);
  switch (code) {
    case 'refused':
      return `${place} refuses the connection: the computer is there, but nothing listens on port ${settings.port}. 20000 is usual for DNP3, 20001 with TLS. The outstation may also allow only some masters' addresses`;
    case 'unreachable':
      return `There is no way to ${place}. Check this computer's network address, the cable and the gateway`;
    case 'timeout':
      return `${place} does not answer a connection within ${durationText(settings.connectTimeoutMs)}. Check the address, that the outstation has power, the cable, and a firewall between`;
    case 'reset':
    case 'closed':
      return settings.transport === 'tls'
        ? `${place} closed the connection. It may not take this side's certificate, there may be no TLS on this port, or it restarted`
        : `${place} closed the connection. It may have restarted, it may want TLS, or it serves another master: many outstations keep one connection`;
    case 'not-found':
      return serial ? `There is no serial port ${place}. Plug the adapter in, or choose another port` : `The name ${settings.host} is not known. Check its spelling, or use the address`;
    case 'busy':
      return `${place} is in use by another program. Close that program, or choose another port`;
    case 'permission':
      return `This user may not open ${place}. On Linux add the user to the group dialout and log in again`;
    default:
      return null;
  }
}

/** What the silence of an outstation may come from, the likeliest first. */
export function silenceCauses(line: LineSettings, { masterAddress, outstationAddress }: DeviceSettings): string[] {
  const serial = isSerial(line);
  return [
    `the outstation's address is not ${outstationAddress}`,
    `it expects another master than ${masterAddress}: most outstations answer one master's address only, and say nothing to others`,
    `the two addresses are swapped`,
    ...(serial ? [`baud rate or character format differ from ${line.baudRate} ${characterFormat(line)}`, 'the wires are crossed or the wrong pair, or the outstation has no power'] : ['a gateway or terminal server takes the connection, and nothing is behind it', 'the outstation serves another master on another connection']),
  ];
}

/** An outstation that does not answer on an open line. */
export function silence(line: LineSettings, settings: DeviceSettings): string {
  return `The line to ${placeOf(line)} is open, but outstation ${settings.outstationAddress} does not answer master ${settings.masterAddress}. Test the connection: it tries what explains silence`;
}
