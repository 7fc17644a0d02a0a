import { durationText } from '../../../shared/domain/duration-text';
import type { ChannelError } from '../../io/channel-error';
import type { ModbusFailure } from '../../stacks/modbus';
import { certificateWords } from '../certificate-words';
import { likelyCauses, linkCauses, NOTHING_KNOWN } from './likely-causes';
import type { Circumstances } from './likely-causes';
import { isSerial, placeOf } from './line-settings';
import type { LineSettings } from './line-settings';

/** A trouble in plain words, and what it may come from, the likeliest first. */
export interface Trouble {
  readonly message: string;
  readonly causes: readonly string[];
}

/** Why a line is down, with the likely causes beside it. */
export function linkTroubleOf(settings: LineSettings, error: ChannelError): Trouble {
  return { message: linkTrouble(settings, error), causes: linkCauses(settings, error) };
}

/** What has to be switched on in a device that refuses connections. */
function switchedOn({ transport }: LineSettings): string {
  if (transport === 'tls') return 'TCP Security (802 is its usual port)';
  if (transport === 'udp') return 'UDP';
  return transport === 'rtu-over-tcp' ? 'RTU over TCP' : 'TCP';
}

/** Why a line is down and what to look at, the likeliest first. */
export function linkTrouble(settings: LineSettings, error: ChannelError): string {
  const serial = isSerial(settings);
  const place = placeOf(settings);
  switch (error.code) {
    case 'refused':
      return `${place} refuses the connection: the device is there, but nothing listens on port ${settings.port}, or it has no connection left. Check the port and that Modbus ${switchedOn(settings)} is switched on in the device`;
    case 'unreachable':
      return `There is no way to ${place}. Check this computer's network address, the cable and the gateway`;
    case 'timeout':
      return `${place} does not answer a connection within ${durationText(settings.connectTimeoutMs)}. Check the address, that the device has power, the cable, and a firewall between`;
    case 'reset':
    case 'closed':
      return settings.transport === 'tls'
        ? `${place} closed the connection. It may not take this side's certificate, there may be no TLS on this port, or it restarted`
        : `${place} closed the connection. The device may have restarted, or it allows fewer connections than are open`;
    case 'certificate':
      return certificateWords(error.cause, { ...settings, place, peer: 'device', noTls: 'Check the port: 802 is usual with TLS, 502 without' }) ?? error.message;
    case 'not-found':
      return serial ? `There is no serial port ${place}. Plug the adapter in, or choose another port` : `The name ${settings.host} is not known. Check its spelling, or use the address`;
    case 'busy':
      return `${place} is in use by another program. Close that program, or choose another port`;
    case 'permission':
      return `This user may not open ${place}. On Linux add the user to the group dialout and log in again`;
    default:
      return error.message;
  }
}

/** What an unanswered request means, with the likely causes in order. */
export function silence(settings: LineSettings, unitId: number, timeoutMs: number, tries: number, known: Circumstances = NOTHING_KNOWN): string {
  const causes = likelyCauses(settings, { kind: 'timeout', afterMs: timeoutMs, message: '' }, known);
  return `${noAnswer(unitId, timeoutMs, tries)}. Likely causes: ${causes.join('; ')}`;
}

function noAnswer(unitId: number, timeoutMs: number, tries: number): string {
  return `No answer from unit ${unitId} within ${durationText(timeoutMs)}, ${tries} ${tries === 1 ? 'try' : 'tries'}`;
}

/** One failure in plain words. */
export function failureWords(settings: LineSettings, unitId: number, failure: ModbusFailure, tries: number, known: Circumstances = NOTHING_KNOWN): string {
  if (failure.kind === 'timeout') return silence(settings, unitId, failure.afterMs, tries, known);
  if (failure.kind === 'exception' && isGatewayException(failure.code)) {
    return `The gateway answers, but unit ${unitId} behind it does not: exception ${failure.code}, ${failure.name}. Check the unit identifier, its power and the wiring behind the gateway`;
  }
  return failure.message;
}

/** One failure with its likely causes beside it. */
export function troubleOf(settings: LineSettings, unitId: number, failure: ModbusFailure, known: Circumstances): Trouble {
  const causes = likelyCauses(settings, failure, known);
  if (failure.kind === 'timeout') return { message: noAnswer(unitId, failure.afterMs, known.tries), causes };
  return { message: failureWords(settings, unitId, failure, known.tries, known), causes };
}

/** Exceptions 10 and 11 come from a gateway and say that the device behind it was not reached. */
export function isGatewayException(code: number): boolean {
  return code === 10 || code === 11;
}
