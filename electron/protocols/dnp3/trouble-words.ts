import { durationText } from '../../../shared/domain/duration-text';
import { ChannelError } from '../../io/channel-error';
import { tlsTrouble } from '../../io/tls-trouble';
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
  if (error.code === 'certificate') return { message: certificateWords(error, settings, place), ours: true };
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

function certificateWords(error: ChannelError, settings: LineSettings, place: string): string {
  switch (tlsTrouble(error.cause)) {
    case 'untrusted':
      return `The certificate of ${place} is of an authority that is not trusted here. Enter the certificate of its authority (CA), or of the outstation itself where it signed its own`;
    case 'expired':
      return `The certificate of ${place} has expired, or this computer's clock is wrong. Look at the clock first; then the outstation needs a new certificate`;
    case 'not-yet-valid':
      return `The certificate of ${place} is not valid yet, or a clock is wrong. Look at this computer's clock and at the outstation's`;
    case 'wrong-name':
      return `The certificate of ${place} is for another name than ${settings.serverName || settings.host}. Connect to the name in it, or enter that name as server name`;
    case 'client-refused':
      return settings.certificate === '' ? `${place} asks for a certificate of this side, and none is set. Enter this side's certificate and its private key` : `${place} refuses this side's certificate. It may not know its authority, or it has expired`;
    case 'no-tls':
      return `What answers at ${place} is no TLS. Check the port and whether the outstation has TLS switched on`;
    case 'own-material':
      return `This side's certificate or private key can't be used: it is damaged, needs a passphrase, or the two do not belong together. Enter both again as PEM, the key without a passphrase`;
    default:
      return error.message;
  }
}

/** What the silence of an outstation may come from, the likeliest first. */
export function silenceCauses(line: LineSettings, { masterAddress, outstationAddress }: DeviceSettings): string[] {
  const serial = isSerial(line);
  return [
    `the outstation's address is not ${outstationAddress}`,
    `it expects another master than ${masterAddress}: most outstations answer one master's address only, and say nothing to others`,
    `the two addresses are swapped`,
    ...(serial ? [`baud rate or character format differ from ${line.baudRate} 8${{ none: 'N', even: 'E', odd: 'O' }[line.parity]}${line.stopBits}`, 'the wires are crossed or the wrong pair, or the outstation has no power'] : ['a gateway or terminal server takes the connection, and nothing is behind it', 'the outstation serves another master on another connection']),
  ];
}

/** An outstation that does not answer on an open line. */
export function silence(line: LineSettings, settings: DeviceSettings): string {
  return `The line to ${placeOf(line)} is open, but outstation ${settings.outstationAddress} does not answer master ${settings.masterAddress}. Test the connection: it tries what explains silence`;
}
